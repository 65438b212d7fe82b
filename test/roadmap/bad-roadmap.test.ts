import { describe, expect, it } from 'vitest';
import { type Bad, bad, edit, goodRoadmap, roadmapProblems } from './bad-files.ts';

const beginDue = 'due: { businessDay: 10, month: M0 }';
const gatherDue = 'due: { after: begin, by: P7D }';

// prettier-ignore
const everyBad: readonly Bad[] = [
  bad('two steps with one id', 'id: follow', 'id: begin', 'steps[begin].id', /already a step/, /id of its own/),
  bad('an unknown stage', 'stage: top', 'stage: topp', 'steps[lead-on].stage', /no such stage/, /mean top\?/),
  bad('a stage without steps', 'stage: top', 'stage: start', 'stages[top]', /no step belongs/, /take the stage out/),
  bad('an unknown track', 'track: one-track', 'track: one-trak', 'steps[begin].track', /no such track/, /one-track/),
  bad('an unknown role', '[org_leader]', '[org_leeder]', 'steps[lead-on].audience[0]', /no such role/, /org_leader/),
  bad('an unknown kind', 'kind: milestone', 'kind: mile', 'steps[lead-on].kind', /not known/, /milestone/),
  bad('a misspelled key', 'minutes: 30\n    due', 'minuts: 30\n    due', 'steps[gather].minuts', /minuts/, /spelling/),
  bad('no Spanish', '{ en: Begin, es: Empezar }', '{ en: Begin }', 'steps[begin].title.es', /Spanish/, /Write it/),
  bad('a day that no month has', '{ day: 31 }', '{ day: 32 }', 'steps[close].due.day', /31 is the most/, /31 or less/),
  bad('a rule in no known form', '{ day: 31 }', 'someday', 'steps[close].due', /no timing rule/, /businessDay/),
  bad('a period that ends before it begins', 'months: M1-M5', 'months: M5-M1', 'stages[cycle].months', /before it begins/, /M1-M5/),
  bad('a month past the end', 'months: M1-M5', 'months: M1-M9', 'stages[cycle].months', /6 months/, /Shorten/),
  bad('a step outside its stage', 'month: M3 }', 'month: M9 }', 'steps[lead-on].due', /M9, but stage top/, /another month/),
  bad('a step outside its track', '[{ months: M0-M5 }]', '[{ months: M0-M4 }]', 'steps[count].track', /M5, where/, /period/),
  bad('a step that happens once, in no month', '{ day: 10, month: M3 }', '{ day: 10 }', 'steps[lead-on].due', /in which month/, /month: M0/),
  bad('a repeating step in one month', '{ day: 31 }', '{ day: 31, month: M2 }', 'steps[close].due.month', /same month every time/, /later/),
  bad('a month after the stage has closed', '{ day: 31 }', '{ day: 31, later: 1 }', 'steps[close].due', /M6, but stage cycle/, /tail/),
  bad('a step after an unknown one', 'after: begin', 'after: begn', 'steps[gather].due.after', /no such step/, /begin/),
  bad('a once step after a monthly one', 'after: begin', 'after: count', 'steps[gather].due.after', /not clear which/, /rhythm/),
  bad('a team step after a program step', 'after: begin', 'after: lead-on', 'steps[gather].due.after', /scope|program stage/, /scope/),
  bad('a cycle between steps', beginDue, 'due: { after: gather, by: P1D }', 'steps[gather].due', /begin -> gather -> begin/, /calendar/),
  bad('a cycle through an event', beginDue, 'due: { after: follow, by: P1D }', 'steps[follow].due.onEvent', /begin -> follow -> begin/, /calendar/),
  bad('a step after itself', 'after: begin', 'after: gather', 'steps[gather].due', /gather -> gather/, /calendar/),
  bad('an event that nobody emits', 'emits: begun', 'emits: started', 'steps[follow].due.onEvent', /no step emits/, /started/),
  bad('an event that two steps emit', gatherDue, `emits: begun\n    ${gatherDue}`, 'steps[gather].emits', /begin emits/, /one step/),
  bad('an event without a latest date', ', latest: { day: 20, month: M1 }', '', 'steps[follow].due.latest', /latest date/, /day: 15/),
  bad('an event without an otherwise', ', otherwise: open', '', 'steps[follow].due.otherwise', /never comes/, /skip/),
  bad('a reminder when it is due', '[P3D]', '[P0D]', 'steps[begin].reminders[0]', /before the due date/, /P3D/),
  bad('a reminder after it is due', '[P3D]', '[-P3D]', 'steps[begin].reminders[0]', /before the due date/, /P3D/),
  bad('a reminder before it opens', '[P3D]', '[P8D]', 'steps[begin].reminders[0]', /even open/, /shorter/),
  bad('a reminder before its days', 'businessDay: 5 }\n    reminders: [P1D]', 'businessDay: 5 }\n    reminders: [P4W]', 'steps[count].reminders[0]', /even open/, /shorter/),
  bad('a reminder longer than an event leaves', '[P1D]', '[P3W]', 'steps[follow].reminders[0]', /even open/, /shorter/),
  bad('opening after it is due', 'opens: { businessDay: 1 }', 'opens: { businessDay: 9 }', 'steps[count].opens', /after it is due/, /earlier/),
  bad('a second person before the first', '[P3D]', '[P3D]\n    escalation: { first: P8D, second: P3D }', 'steps[begin].escalation', /before the first/, /longer/),
  bad('a meeting nobody can find', '    event: { minutes: 30, where: { en: Here, es: Aquí } }\n', '', 'steps[gather].event', /how long and where/, /event/),
  bad('a place for a task', 'emits: begun', 'event: { minutes: 30, where: { en: Here, es: Aquí } }', 'steps[begin].event', /nobody comes/, /event/),
  bad('a form on an automatic step', '{ day: 31 }', '{ day: 31 }\n    completion: { evidence: required }', 'steps[close].completion', /nobody is asked/, /another kind/),
  bad('counts without a count', 'type: range', 'type: number', 'steps[count].completion.fields', /"seen"/, /range/),
  bad('volunteers who count', 'audience: [team_lead]\n    assign: one\n    minutes: 10\n    opens: { businessDay', 'audience: [advisor]\n    assign: one\n    minutes: 10\n    opens: { businessDay', 'steps[count].audience', /volunteers/, /team_lead/),
  bad('a choice without options', 'type: range', 'type: choice', 'steps[count].completion.fields[seen].options', /two options/, /options/),
  bad('a most below the least', 'max: 900', 'max: -1', 'steps[count].completion.fields[asked].max', /below the least/, /max/),
  bad('two fields with one id', 'id: returned', 'id: asked', 'steps[count].completion.fields[asked].id', /already a field/, /own/),
  bad('a rhythm within a rhythm', '{ day: 31 }', '{ day: 31 }\n    repeats: quarterly', 'steps[close].repeats', /already repeats/, /once/),
];

describe('a contradictory roadmap is refused', () => {
  it('and the one that the others are made from is not', () => {
    expect(roadmapProblems(goodRoadmap)).toEqual([]);
  });

  it.each(everyBad)('$promise', ({ from, to, path, problem, fix }) => {
    const found = roadmapProblems(edit(goodRoadmap, from, to)).find((each) => each.path === path);
    expect(found).toMatchObject({ problem: expect.stringMatching(problem), fix: expect.stringMatching(fix) });
    expect(found?.line).toBeGreaterThan(1);
  });

  it('with every problem at once', () => {
    const text = edit(edit(goodRoadmap, 'stage: top', 'stage: tip'), 'after: begin', 'after: nowhere-at-all');
    expect(roadmapProblems(text).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['steps[lead-on].stage', 'steps[gather].due.after']),
    );
  });
});
