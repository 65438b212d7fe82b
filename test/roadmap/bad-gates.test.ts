import { describe, expect, it } from 'vitest';
import { type Bad, bad, edit, goodRoadmap, roadmapProblems } from './bad-files.ts';

const words = (word: string) =>
  `title: { en: ${word}, es: ${word}o }
    purpose: { en: ${word} it, es: ${word}lo }
    instructions: { en: ${word} now, es: ${word} ya }`;

/** The good roadmap with a gate, and a step that waits for it. */
const gated = `${goodRoadmap.trimEnd()}
  - id: ready
    stage: start
    track: one-track
    kind: gate
    ${words('Ready')}
    audience: [team_lead]
    assign: one
    minutes: 0
    due: { day: 5, month: M2 }
    needs: [begin, follow]
    emits: all-ready
  - id: go-on
    stage: start
    track: one-track
    kind: task
    ${words('Go')}
    audience: [member]
    assign: one
    minutes: 5
    due: { onEvent: all-ready, by: 3bd, latest: { day: 20, month: M2 }, otherwise: open }
  - id: look
    stage: cycle
    track: one-track
    kind: task
    ${words('Look')}
    audience: [member]
    assign: one
    minutes: 5
    due: { day: 20 }
    emits: looked
  - id: month-ready
    stage: cycle
    track: one-track
    kind: gate
    ${words('Month')}
    audience: [program_lead, team_lead]
    assign: one
    minutes: 0
    due: { day: 25 }
    needs: [look]
    waivedNeeds: met
    emits: month-ready
  - id: end
    stage: start
    track: one-track
    kind: task
    ${words('End')}
    audience: [member]
    assign: one
    minutes: 5
    due: { after: ready, by: 2bd }
`;

const needs = 'needs: [begin, follow]';
const owner = 'audience: [team_lead]\n    assign: one\n    minutes: 0\n    due: { day: 5, month: M2 }';
const closeDue = 'due: { day: 31 }';
const asked = (event: string) =>
  `due: { onEvent: ${event}, by: 1bd, latest: { day: 28 }, otherwise: open }\n    repeats: once`;

// prettier-ignore
const everyBad: readonly Bad[] = [
  bad('a gate that needs nothing', `${needs}\n`, '\n', 'steps[ready].needs', /needs nothing/, /Add `needs`/),
  bad('a gate with an empty list', needs, 'needs: []', 'steps[ready].needs', /empty/, /at least 1/),
  bad('a need that is no step', needs, 'needs: [begn]', 'steps[ready].needs[0]', /no such step/, /begin/),
  bad('a need that nobody can complete', needs, 'needs: [close]', 'steps[ready].needs[0]', /automatic, so nobody can complete it/, /somebody does/),
  bad('a gate of a gate', needs, 'needs: [month-ready]', 'steps[ready].needs[0]', /is a gate, so nobody/, /somebody does/),
  bad('a need of the whole program', needs, 'needs: [lead-on]', 'steps[ready].needs[0]', /program stage and ready to a team stage/, /same scope/),
  bad('a monthly need of what happens once', needs, 'needs: [look]', 'steps[ready].needs[0]', /monthly and ready once.*which time/, /repeat/),
  bad('a gate that waits for itself', needs, 'needs: [go-on]', 'steps[go-on].due.onEvent', /ready -> go-on -> ready/, /calendar/),
  bad('a gate that needs what counts from it', needs, 'needs: [begin, end]', 'steps[end].due', /ready -> end -> ready/, /calendar/),
  bad('a gate without a date', 'due: { day: 5, month: M2 }', 'due: { onEvent: begun, by: 1bd, latest: { day: 5, month: M2 }, otherwise: open }', 'steps[ready].due', /deadline must be a date/, /businessDay/),
  bad('a gate of everyone', owner, owner.replace('one', 'each'), 'steps[ready].assign', /one owner/, /assign: one/),
  bad('a gate without an owner', owner, owner.replace('team_lead', 'peer_provider'), 'steps[ready].audience[0]', /may have no peer_provider/, /team_lead/),
  bad('a gate that asks a volunteer', owner, owner.replace('[team_lead]', '[team_lead, advisor]'), 'steps[ready].audience', /not of volunteers/, /Take advisor out/),
  bad('a gate with a form', needs, `${needs}\n    completion: { evidence: required }`, 'steps[ready].completion', /closes by itself/, /steps it needs/),
  bad('a gate that takes time', owner, owner.replace('minutes: 0', 'minutes: 9'), 'steps[ready].minutes', /closes by itself/, /minutes: 0/),
  bad('a task that needs', 'due: { after: ready, by: 2bd }', 'due: { after: ready, by: 2bd }\n    needs: [begin]', 'steps[end].needs', /only a gate needs/, /kind gate/),
  bad('a task with a word on waived needs', 'due: { after: ready, by: 2bd }', 'due: { after: ready, by: 2bd }\n    waivedNeeds: met', 'steps[end].waivedNeeds', /only a gate needs/, /take waivedNeeds out/),
  bad('a step that would never happen', 'latest: { day: 20, month: M2 }, otherwise: open', 'latest: { day: 20, month: M2 }, otherwise: skip', 'steps[go-on].due.otherwise', /never happen/, /not for ever/),
  bad('a month’s asking behind a gate', closeDue, asked('month-ready'), 'steps[close].due.onEvent', /asking of a month is never held: patients are asked at least once a month/, /calendar/),
];

describe('a roadmap whose gates cannot be kept is refused', () => {
  it('and the one that the others are made from is not', () => {
    expect(roadmapProblems(gated)).toEqual([]);
  });

  it.each(everyBad)('$promise', ({ from, to, path, problem, fix }) => {
    const found = roadmapProblems(edit(gated, from, to)).find((each) => each.path === path);
    expect(found).toMatchObject({ problem: expect.stringMatching(problem), fix: expect.stringMatching(fix) });
    expect(found?.line).toBeGreaterThan(1);
  });

  it('nothing that asks patients waits for a gate through other steps either', () => {
    const behind = edit(
      edit(gated, closeDue, asked('looked')),
      'due: { day: 20 }\n    emits: looked',
      'due: { onEvent: month-ready, by: 1bd, latest: { day: 27 }, otherwise: open }\n    emits: looked',
    );
    const held = roadmapProblems(behind).filter(({ problem }) => problem.includes('never held'));
    expect(held.map(({ path }) => path)).toEqual(['steps[close].due.onEvent', 'steps[look].due.onEvent']);
  });

  it('a quarterly gate may need what is done each month, where the months are its own', () => {
    const quarterly = edit(
      edit(gated, 'audience: [program_lead, team_lead]', 'audience: [program_lead]'),
      'stages:\n',
      'stages:\n  - { id: quarter, title: { en: Quarter, es: Trimestre }, workflow: quarterlyReview, scope: team, repeats: quarterly, months: M1-M5 }\n',
    ).replace(/(id: month-ready\n {4}stage: )cycle/, '$1quarter');
    expect(roadmapProblems(quarterly)).toEqual([]);
    const elsewhere = edit(quarterly, 'due: { day: 20 }', 'due: { day: 20 }\n    months: M1-M2').replace(
      'repeats: quarterly, months: M1-M5',
      'repeats: quarterly, months: M3-M5',
    );
    expect(roadmapProblems(elsewhere).map(({ path, problem }) => `${path} ${problem}`)).toEqual([
      'steps[month-ready].needs[0] look happens in none of the months of month-ready',
    ]);
  });
});
