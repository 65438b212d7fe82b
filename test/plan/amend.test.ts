import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amending } from '../../src/change/amending.ts';
import type { GroupItem } from '../../src/change/groups.ts';
import type { Facts, OpenTask, WrittenMessage } from '../../src/change/ports.ts';
import { radiusOf } from '../../src/change/radius.ts';
import { heldFrom } from '../../src/change/hold.ts';
import { tailoring } from '../../src/change/tailoring.ts';
import { assignmentsOf, compilePlan, messagesOf, type PlanEdit, runningPlan } from '../../src/plan/index.ts';
import type { LoadedRoadmap } from '../../src/plan/types.ts';
import { digestOf } from '../../src/roadmap/canonical-json.ts';
import { makeProgram, makeRoadmap, stage, step } from './fixtures.ts';

/** Invented example data. Everything is dated from a launch on 1 July 2016. */

type Fields = Readonly<Record<string, unknown>>;
const NOW = Date.parse('2016-08-10T12:00:00Z');
const DAY = 86_400_000;

const stages = [stage('main', 'M0-M2', { tail: 1 }), stage('later', 'M3-M4')];
const first = step('first', { day: 20, month: 'M0' });
const second = step('second', { day: 19, month: 'M1' }, { reminders: ['P3D'] });
const third = step('third', { after: 'second', by: '5bd' });
const beyond = step('beyond', { day: 9, month: 'M3' }, { stage: 'later' });
const steps = [first, second, third, beyond];

const other = (fields: Fields, more: Fields): Fields => ({ ...fields, ...more });
const text = (en: string) => ({ en, es: en });

interface Parts {
  readonly stages?: readonly Fields[];
  readonly steps: readonly Fields[];
}

/** A version of the roadmap with a digest of its own, as the loader gives it. */
function versionOf(parts: Parts, version = '2.0.0'): LoadedRoadmap {
  const roadmap = { ...makeRoadmap({ stages, ...parts }).roadmap, version };
  return { roadmap, sha256: digestOf(roadmap) };
}

const launchedWith = versionOf({ steps }, '1.0.0');

/** The program on 10 August: `first` is done, `second` is open, what follows is ahead. */
function standing(edits: readonly PlanEdit[] = [], states: Facts['steps'] = new Map(begun)): Facts {
  const program = makeProgram();
  const ctx = runningPlan({ launched: program, launchedWith, launchAt: null }, edits);
  const planned = compilePlan(ctx).steps.filter(
    ({ team, id, occurrence }) => states.get(`${team}/${id}/${occurrence}`) === 'open',
  );
  const tasks = planned.flatMap((each) =>
    assignmentsOf(ctx, each, each.dates!).map(({ task, owner, eligible, volunteer }): OpenTask => ({
      key: task,
      team: each.team,
      step: each.id,
      occurrence: each.occurrence,
      owner,
      eligible,
      volunteer,
    })),
  );
  const messages = planned.flatMap((each) =>
    messagesOf(ctx, each, each.dates!).messages.map((message): WrittenMessage => ({
      ...message,
      task: message.task!,
      sendAt: Date.parse(message.sendAt.utc),
      notAfter: message.notAfter && Date.parse(message.notAfter.utc),
      expiresAt: message.expires && Date.parse(message.expires.utc),
      waits: Date.parse(message.sendAt.utc) > NOW,
      held: false,
      takenBack: false,
    })),
  );
  return {
    now: NOW,
    context: {
      programId: 'program',
      version: 1,
      clock: 'stepped',
      launchAt: null,
      launched: program,
      launchedWith,
      program,
      roadmap: ctx.roadmap,
      sha256: ctx.sha256,
      edits,
    },
    steps: states,
    begun: new Map([
      ['all', 'running'],
      ['team', 'running'],
      ['team/main/once', 'running'],
    ]),
    openings: new Map(
      planned.map((each) => [`${each.team}/${each.id}/${each.occurrence}`, each.dates!.opens]),
    ),
    datings: [],
    tasks,
    messages,
  };
}

const begun = [
  ['team/first/once', 'done'],
  ['team/second/once', 'open'],
] as const;

interface Choice {
  readonly keep?: readonly string[];
  readonly take?: readonly string[];
}

function amend(next: LoadedRoadmap, { keep = [], take = [] }: Choice = {}, facts = standing()) {
  const before = runningPlan(facts.context, facts.context.edits);
  const plan = compilePlan(before);
  const wish = { kind: 'amend', roadmap: next, keep, take } as const;
  const { edit, groups } = amending(wish, 'c-new', { facts, before });
  if (edit === null) return { edit, groups, ids: ids(groups), plan, after: null, outcome: null };
  const edits = [...facts.context.edits, edit];
  const context = runningPlan(facts.context, edits);
  return {
    edit,
    groups,
    ids: ids(groups),
    plan,
    after: compilePlan(context),
    outcome: radiusOf(before, context, facts, {
      edits,
      mayBeLate: (id: string) => edit.late.includes(id),
    }),
  };
}

const ids = (groups: readonly GroupItem[]) => {
  const of = (group: string) => groups.filter((item) => item.group === group).map(({ id }) => id);
  return { safe: of('safe'), decide: of('decide'), impossible: of('impossible') };
};

const said = (groups: readonly GroupItem[], id: string, group: string): string =>
  groups
    .filter((item) => item.id === id && item.group === group)
    .flatMap(({ says }) => says)
    .join('; ');

describe('what is safe', () => {
  test('texts, reminders, new and moved future steps are taken up without a question', () => {
    const {
      ids: found,
      outcome,
      groups,
    } = amend(
      versionOf({
        steps: [
          first,
          other(second, { reminders: ['P2D'] }),
          other(third, { title: text('Third, in other words') }),
          other(beyond, { due: { day: 16, month: 'M3' } }),
          step('fresh', { day: 6, month: 'M2' }),
        ],
      }),
    );
    expect(found).toEqual({ safe: ['second', 'third', 'beyond', 'fresh'], decide: [], impossible: [] });
    expect(said(groups, 'fresh', 'safe')).toContain('new, 1 run ahead, the first due 2016-09-06 17:00');
    expect(outcome?.radius.steps.map(({ step: id, effect }) => `${id} ${effect}`)).toEqual([
      'beyond moves',
      'fresh appears',
    ]);
    expect(outcome?.radius.messages.map(({ key, effect }) => `${key} ${effect}`)).toContainEqual(
      'program/team/second/once/reminder.1/lea moves',
    );
  });

  test('a step ahead that is taken out goes, with its messages', () => {
    const {
      ids: found,
      outcome,
      after,
    } = amend(versionOf({ steps: [first, second, third], stages: stages.slice(0, 1) }));
    expect(found).toEqual({ safe: ['beyond', 'later'], decide: [], impossible: [] });
    expect(after?.steps.map(({ id }) => id)).toEqual(['first', 'second', 'third']);
    expect(outcome?.radius.steps).toMatchObject([{ step: 'beyond', effect: 'cancels' }]);
    expect(outcome?.writes.steps.drop).toEqual([{ team: 'team', step: 'beyond', occurrence: 'once' }]);
    expect(outcome?.writes.stages.drop).toEqual([{ team: 'team', stage: 'later', occurrence: 'once' }]);
  });

  test('what waits about an open step is written anew in its new words, at its old time', () => {
    const { outcome } = amend(
      versionOf({ steps: [first, other(second, { title: text('New') }), third, beyond] }),
    );
    const { steps: moved, messages } = outcome!.radius;
    expect(moved).toEqual([]);
    expect(messages.length).toBeGreaterThan(0);
    expect(new Set(messages.map(({ effect }) => effect))).toEqual(new Set(['rewrites']));
    expect(messages.every(({ before, after }) => before?.utc === after?.utc)).toBe(true);
    expect(outcome?.writes.messages.move.map(({ state }) => state)).not.toContain('held');
  });
});

describe('what somebody has to decide', () => {
  const asking = versionOf({
    steps: [
      first,
      other(second, {
        completion: { fields: [{ id: 'word', label: text('Word'), type: 'text' }], evidence: 'none' },
      }),
      third,
      other(beyond, { due: { day: 16, month: 'M3' } }),
    ],
  });

  test('an open step that would ask other things: nothing is made until it is decided', () => {
    const { edit, ids: found, groups } = amend(asking);
    expect(edit).toBeNull();
    expect(found).toMatchObject({ safe: ['beyond'], decide: ['second'] });
    expect(said(groups, 'second', 'decide')).toContain('would ask other things');
  });

  test('kept, it stays as it was, and all else is taken up; taken, what is open asks the new', () => {
    const kept = amend(asking, { keep: ['second'] });
    expect(kept.edit).toMatchObject({ kept: ['second'], steps: [{ id: 'beyond' }] });
    expect(kept.outcome?.radius.steps.map(({ step: id }) => id)).toEqual(['beyond']);
    const taken = amend(asking, { take: ['all'] });
    expect(taken.edit).toMatchObject({ kept: [] });
    expect(taken.outcome?.radius.steps).toMatchObject([
      { step: 'second', effect: 'asks', open: true },
      { step: 'beyond' },
    ]);
  });

  test('an open step that is gone: taken, its tasks are set aside; kept, it stays', () => {
    const gone = versionOf({ steps: [first, other(third, { due: { day: 26, month: 'M1' } }), beyond] });
    expect(amend(gone).ids.decide).toEqual(['second']);
    const { outcome } = amend(gone, { take: ['second'] });
    expect(outcome?.writes.tasks.waive).toMatchObject([{ key: 'program/team/second/once' }]);
    expect(
      outcome?.radius.messages.some(({ step: id, effect }) => id === 'second' && effect === 'cancels'),
    ).toBe(true);
    const kept = amend(gone, { keep: ['second'] });
    expect(kept.after?.steps.map(({ id }) => id)).toContain('second');
    expect(kept.outcome?.writes.tasks.waive).toEqual([]);
  });

  test('a date ahead that would fall into the past, also of what counts from the step that moves', () => {
    const early = versionOf({
      steps: [first, other(second, { due: { day: 1, month: 'M1' } }), third, beyond],
    });
    const { ids: found, groups } = amend(early);
    expect(found.decide).toEqual(['second']);
    expect(said(groups, 'second', 'decide')).toContain(
      'would be due 2016-08-01 17:00 (America/New_York), which is past',
    );
    expect(said(groups, 'second', 'decide')).toContain('third (team) would be due 2016-08-08');
    expect(amend(early, { keep: ['all'] }).outcome?.radius.steps).toEqual([]);
    const taken = amend(early, { take: ['second'] });
    expect(taken.outcome?.radius.problems).toEqual([]);
    expect(taken.outcome?.writes.due).toHaveLength(1);
  });

  test('what an earlier version left as it was is asked for again', () => {
    const { edit } = amend(asking, { keep: ['second'] });
    const { ids: found, groups } = amend(asking, {}, standing([edit!]));
    expect(found).toEqual({ safe: [], decide: ['second'], impossible: [] });
    expect(said(groups, 'second', 'decide')).toContain('change c-new kept it as it was');
  });
});

describe('what cannot be', () => {
  test('what is over stays as it was, also where it is taken out', () => {
    const { groups, outcome, after } = amend(
      versionOf({ steps: [other(first, { due: { day: 10, month: 'M0' } }), second, third, beyond] }),
    );
    expect(said(groups, 'first', 'impossible')).toBe('1 run of it is over and stays as it was');
    expect(outcome?.writes.steps.put).toEqual([]);
    expect(after).not.toBeNull();
    const out = amend(versionOf({ steps: [second, third, beyond] }));
    expect(out.edit?.retired).toEqual(['first']);
    expect(out.outcome?.writes.steps.drop).toEqual([]);
    expect(out.outcome?.radius.over).toBe(1);
  });

  test('a stage that has begun is not taken out, nor are its steps; the rest is taken up', () => {
    const { edit, groups, after } = amend(
      versionOf({
        stages: [stage('later', 'M3-M4')],
        steps: [other(beyond, { due: { day: 16, month: 'M3' } })],
      }),
    );
    expect(said(groups, 'main', 'impossible')).toContain(
      'stage main has begun (team): it cannot be taken out',
    );
    expect(said(groups, 'third', 'impossible')).toContain('its stage, main, has begun');
    expect(after?.steps.map(({ id }) => id)).toEqual(['beyond', 'first', 'second', 'third']);
    expect(edit?.steps.map(({ id }) => id)).toEqual(['beyond']);
  });

  test('a step that has begun does not move to another stage', () => {
    const { groups, edit } = amend(
      versionOf({
        steps: [
          first,
          other(second, { stage: 'later', due: { day: 12, month: 'M3' } }),
          other(third, { due: { day: 26, month: 'M1' } }),
          beyond,
        ],
      }),
    );
    expect(said(groups, 'second', 'impossible')).toContain('it cannot move from stage main to stage later');
    expect(edit?.steps.map(({ id }) => id)).toEqual(['third']);
  });

  test('a new run whose time has passed, or whose stage has closed, has no place', () => {
    const { groups, after, outcome } = amend(
      versionOf({
        stages: [
          stage('main', 'M0-M2', { tail: 1 }),
          stage('later', 'M3-M4'),
          stage('cycle', 'M0-M4', { repeats: 'monthly' }),
        ],
        steps: [...steps, step('count', { day: 8 }, { stage: 'cycle' })],
      }),
    );
    expect(said(groups, 'count', 'impossible')).toContain(
      '2 runs of count (team M00, …) have no place any more: its date has passed',
    );
    expect(after?.steps.filter(({ id }) => id === 'count').map(({ occurrence }) => occurrence)).toEqual([
      'M02',
      'M03',
      'M04',
    ]);
    expect(outcome?.radius.problems).toEqual([]);
    expect(after?.stages.filter((each) => each.stage === 'cycle')).toHaveLength(3);
    const closed = { ...standing(), begun: new Map([['team/later/once', 'ended' as const]]) };
    const late = amend(
      versionOf({ steps: [...steps, step('fresh', { day: 6, month: 'M4' }, { stage: 'later' })] }),
      {},
      closed,
    );
    expect(said(late.groups, 'fresh', 'impossible')).toContain('its stage has closed');
    expect(late.after?.steps.map(({ id }) => id)).not.toContain('fresh');
  });
});

describe('what is refused, with the way out', () => {
  test.each<[string, LoadedRoadmap, Choice, string]>([
    ['the same version', launchedWith, {}, 'just as this file has it'],
    [
      'another roadmap',
      { ...launchedWith, roadmap: { ...launchedWith.roadmap, id: 'another' } },
      {},
      'give the new version the same id',
    ],
    [
      'a decision about nothing',
      versionOf({ steps: [first, second, third, other(beyond, { minutes: 5 })] }),
      { keep: ['secnd'] },
      'those are: beyond',
    ],
    [
      'a decision made both ways',
      versionOf({ steps: [first, second, third, other(beyond, { minutes: 5 })] }),
      { keep: ['beyond'], take: ['beyond'] },
      'name it once',
    ],
    [
      'what stays and counts from what goes',
      versionOf({ steps: [first, other(third, { due: { day: 26, month: 'M1' } }), beyond] }),
      { keep: ['third'], take: ['second'] },
      'do not go together',
    ],
  ])('%s', (_what, next, choice, way) => {
    expect(() => amend(next, choice)).toThrow(way);
  });
});

describe('what is held until it is confirmed', () => {
  // Due on 12 August: its reminder would leave within a day.
  const soon = versionOf({
    steps: [first, other(second, { due: { day: 12, month: 'M1' }, reminders: ['P2D'] }), third, beyond],
  });

  test('what an amended step would send within a day waits, what comes later does not', () => {
    const { outcome } = amend(soon);
    const own = outcome!.radius.messages.filter(({ step: id }) => id === 'second');
    const waiting = own.filter(({ unconfirmed }) => unconfirmed);
    expect(waiting.length).toBeGreaterThan(0);
    for (const { after } of waiting) expect(Date.parse(after!.utc)).toBeLessThan(NOW + DAY);
    for (const { after, unconfirmed } of own) {
      if (!unconfirmed && after !== null) expect(Date.parse(after.utc)).toBeGreaterThanOrEqual(NOW + DAY);
    }
    const held = outcome!.writes.messages.move.filter(({ state }) => state === 'held').map(({ key }) => key);
    expect(held.length).toBeGreaterThan(0);
  });

  test('confirmed, it goes; a later change of another kind lets nothing go', () => {
    const { edit } = amend(soon);
    const facts = standing([edit!]);
    const messages = facts.messages.map((message) => ({
      ...message,
      held: message.waits && message.sendAt < NOW + DAY,
    }));
    const before = runningPlan(facts.context, [edit!]);
    const then = (more: PlanEdit) =>
      radiusOf(
        before,
        runningPlan(facts.context, [edit!, more]),
        { ...facts, messages },
        { edits: [], mayBeLate: () => false },
      )
        .radius.messages.filter(({ effect }) => effect === 'releases')
        .map(({ step: id }) => id);
    const common = { change: 'c-next', at: NOW, scope: {} };
    expect(messages.some(({ held }) => held)).toBe(true);
    expect(then({ ...common, kind: 'confirm', amendment: 'c-new' })).toEqual(['second']);
    const away = { person: 'mia', from: '2016-09-01', until: '2016-09-02', cover: null };
    expect(then({ ...common, kind: 'absence', ...away })).toEqual([]);
    // Nor does the end of a pause.
    expect(then({ ...common, kind: 'resume', pause: 'c-pause', days: 0 })).toEqual([]);
  });

  test('the day begins when it is applied', () => {
    const { edit } = amend(soon);
    expect(heldFrom(edit!, NOW + 3 * DAY)).toMatchObject({ held: { until: NOW + 4 * DAY } });
  });
});

describe('taken back', () => {
  test('the plan is what it was; another version standing on it is folded in order', () => {
    const { edit } = amend(
      versionOf({
        steps: [
          first,
          second,
          other(third, { due: { day: 26, month: 'M1' } }),
          step('fresh', { day: 6, month: 'M2' }),
        ],
        stages: stages.slice(0, 1),
      }),
    );
    const facts = standing([edit!]);
    const amended = runningPlan(facts.context, [edit!]);
    const undone = runningPlan(facts.context, []);
    expect(compilePlan(undone)).toEqual(compilePlan(runningPlan(standing().context, [])));
    const { radius, writes } = radiusOf(amended, undone, facts, { edits: [], mayBeLate: () => true });
    expect(radius.steps.map(({ step: id, effect }) => `${id} ${effect}`).sort()).toEqual([
      'beyond appears',
      'fresh cancels',
      'third moves',
    ]);
    expect(writes.roadmap).toMatchObject({ sha256: launchedWith.sha256, roadmap: { version: '1.0.0' } });
    // A version that brings the step back undoes what the first took out.
    const back = amend(versionOf({ steps }, '3.0.0'), {}, facts);
    expect(back.after?.steps.map(({ id }) => id).sort()).toEqual(['beyond', 'first', 'second', 'third']);
    expect(back.edit?.retired).toEqual(['fresh']);
  });

  test('what was done of a step that only the version brought leaves the plan with it', () => {
    const { edit } = amend(versionOf({ steps: [...steps, step('fresh', { day: 6, month: 'M2' })] }));
    const states: Facts['steps'] = new Map([...begun, ['team/fresh/once', 'done']]);
    const facts = standing([edit!], states);
    const { writes } = radiusOf(runningPlan(facts.context, [edit!]), runningPlan(facts.context, []), facts, {
      edits: [],
      mayBeLate: () => true,
    });
    expect(writes.steps.drop).toEqual([{ team: 'team', step: 'fresh', occurrence: 'once' }]);
  });
});

test('whatever texts a new version has, no date of it moves', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.nat(steps.length - 1),
          fc.constantFrom('title', 'purpose', 'instructions'),
          fc.string({ minLength: 1 }),
        ),
        { minLength: 1 },
      ),
      (texts) => {
        const next = steps.map((each, nth) =>
          texts
            .filter(([index]) => index === nth)
            .reduce((made, [, field, words]) => other(made, { [field]: text(`${words}.`) }), each),
        );
        const { edit, outcome, plan, after, ids: found } = amend(versionOf({ steps: next }));
        expect(edit).not.toBeNull();
        expect(found.decide).toEqual([]);
        expect(outcome?.radius.steps).toEqual([]);
        const dates = (each: typeof plan) =>
          each.steps.map(({ id, dates: d, fallback, lapses }) => ({ id, d, fallback, lapses }));
        expect(dates(after!)).toEqual(dates(plan));
        expect(outcome?.radius.messages.every(({ effect }) => effect === 'rewrites')).toBe(true);
      },
    ),
    { numRuns: 20 },
  );
});

describe('a rule of one team', () => {
  const facts = standing();
  const before = runningPlan(facts.context, []);
  const own = (set: object, scope: object = { team: 'team', step: 'second' }): PlanEdit => ({
    kind: 'tailor',
    change: 'c-own',
    at: NOW,
    scope,
    ...tailoring({ scope, set }, before, facts),
  });

  test('dates the step for this team, takes along what counts from it, and says so', () => {
    const edit = own({ due: { day: 26, month: 'M1' } });
    const after = runningPlan(facts.context, [edit]);
    const [mine] = compilePlan(after).steps.filter(({ id }) => id === 'second');
    expect(mine?.dates?.due.local).toBe('2016-08-26T17:00');
    expect(mine?.why.join(' ')).toContain('By a rule of this team’s own, from change c-own.');
    const { radius } = radiusOf(before, after, facts, { edits: [edit], mayBeLate: () => false });
    expect(radius.steps.map(({ step: id, effect }) => `${id} ${effect}`)).toEqual([
      'second moves',
      'third moves',
    ]);
    const elsewhere = runningPlan(facts.context, [{ ...edit, scope: { team: 'all', step: 'second' } }]);
    expect(compilePlan(elsewhere).steps.find(({ id }) => id === 'second')?.dates?.due.local).toBe(
      '2016-08-19T17:00',
    );
  });

  test('its reminders are the team’s own', () => {
    const after = runningPlan(facts.context, [own({ reminders: ['P5D', 'P1D'] })]);
    const { radius } = radiusOf(before, after, facts, { edits: [], mayBeLate: () => false });
    expect(radius.steps).toEqual([]);
    expect(radius.messages.map(({ key, effect }) => `${key.split('/')[4]} ${effect}`)).toContainEqual(
      'reminder.2 appears',
    );
  });

  test('a new version that touches the step asks first: kept, the rule goes on; taken, it ends', () => {
    const edit = own({ due: { day: 26, month: 'M1' } });
    const next = versionOf({
      steps: [first, other(second, { due: { day: 22, month: 'M1' } }), third, beyond],
    });
    const { ids: found, groups } = amend(next, {}, standing([edit]));
    expect(found.decide).toEqual(['second']);
    expect(said(groups, 'second', 'decide')).toContain(
      'team team has a rule of its own for it (change c-own)',
    );
    const due = (choice: Choice) =>
      amend(next, choice, standing([edit])).after?.steps.find(({ id }) => id === 'second')?.dates?.due.local;
    expect(due({ keep: ['second'] })).toBe('2016-08-26T17:00');
    expect(due({ take: ['second'] })).toBe('2016-08-22T17:00');
    // The new version is followed all the same: only this team keeps its date.
    expect(amend(next, { keep: ['second'] }, standing([edit])).edit?.steps.map(({ id }) => id)).toEqual([
      'second',
    ]);
  });

  test.each<[string, object, object, string]>([
    [
      'nothing other',
      { due: { day: 19, month: 'M1' } },
      { team: 'team', step: 'second' },
      'by these rules already',
    ],
    [
      'outside its stage',
      { due: { day: 12, month: 'M9' } },
      { team: 'team', step: 'second' },
      'steps[second].due',
    ],
    [
      'from a step that is not there',
      { due: { after: 'nothing', by: 'P1D' } },
      { team: 'team', step: 'second' },
      'nothing',
    ],
    ['of no team', { reminders: [] }, { step: 'second' }, 'name both'],
  ])('%s is refused', (_what, set, scope, way) => {
    expect(() => own(set, scope)).toThrow(way);
  });
});
