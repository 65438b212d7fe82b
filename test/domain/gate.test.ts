import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNeedMet, stillMissing } from '../../src/domain/gate.ts';
import {
  applyCommand,
  emptyStage,
  followPlan,
  isOver,
  nextWake,
  runDue,
  type StageEffect,
  type StageState,
  type StageStep,
} from '../../src/domain/stage.ts';

const step = (key: string, changes: Partial<StageStep> = {}): StageStep => ({
  key,
  tasks: [{ key: `p/t/${key}`, volunteer: false }],
  automatic: false,
  timing: { opensAt: 10, dueAt: 20, escalateAt: [30, 40] },
  fallback: null,
  lapseAt: 50,
  emits: null,
  ...changes,
});

/** A gate that opens at 22, is due at 25 and lapses at 50. */
const gate = (missing: readonly string[], changes: Partial<StageStep> = {}): StageStep =>
  step('ready/once', {
    timing: { opensAt: 22, dueAt: 25, escalateAt: [30] },
    emits: 'ready',
    gate: { missing, waivedCounts: false },
    ...changes,
  });

const command = (kind: 'complete' | 'waive', task: string) => ({
  id: `${kind} ${task}`,
  kind,
  task,
  by: 'ann',
});

function closed(
  definition: readonly StageStep[],
  state: StageState,
  kind: 'complete' | 'waive',
  task: string,
  now = 23,
) {
  const result = applyCommand(definition, state, command(kind, task), now);
  if (result.type !== 'closed') throw new Error(result.type);
  return result.turn;
}

const says = (effects: readonly StageEffect[]): string[] =>
  effects.map((effect) => {
    if (effect.type === 'task') return `task ${effect.state.status}`;
    if (effect.type === 'gate') return `gate ${effect.outcome} ${effect.missing.join(' ')}`.trim();
    return effect.type;
  });

describe('a need', () => {
  it.each([
    ['completed', { open: 0, completed: 1, waived: 0 }, false, true],
    ['completed by one and open for another', { open: 1, completed: 1, waived: 0 }, false, false],
    ['completed by one and lapsed for the others', { open: 0, completed: 1, waived: 0 }, false, true],
    ['waived', { open: 0, completed: 0, waived: 1 }, false, false],
    ['waived, where that counts', { open: 0, completed: 0, waived: 1 }, true, true],
    ['lapsed', { open: 0, completed: 0, waived: 0 }, true, false],
  ] as const)('%s', (_, progress, waivedCounts, met) => {
    expect(isNeedMet(progress, waivedCounts)).toBe(met);
  });

  it('in the stage itself is seen as soon as it is done', () => {
    const { state } = runDue([step('goal/once')], emptyStage, 10);
    const needs = { missing: ['goal/once', 'else/M03'], waivedCounts: false };
    expect(stillMissing(needs, state.tasks)).toEqual(['goal/once', 'else/M03']);
    const { state: done } = closed([step('goal/once')], state, 'complete', 'p/t/goal/once', 12);
    expect(stillMissing(needs, done.tasks)).toEqual(['else/M03']);
  });
});

describe('a gate', () => {
  it('is met without a word where nothing is missing when it opens, and lets go on what waits', () => {
    const { state, effects } = runDue([gate([])], emptyStage, 22);
    expect(says(effects)).toEqual(['gate met', 'emit']);
    expect(state).toMatchObject({ steps: { 'ready/once': 'done' }, tasks: {} });
  });

  it('asks its owner where something is missing', () => {
    expect(says(runDue([gate(['goal/M03'])], emptyStage, 22).effects)).toEqual(['open']);
  });

  it('closes by itself when the stage hears that nothing is missing any more', () => {
    const open = runDue([gate(['goal/M03'])], emptyStage, 22).state;
    expect(runDue([gate(['goal/M03'])], open, 23)).toEqual({ state: open, effects: [] });
    const { state, effects } = runDue([gate([])], open, 24);
    expect(says(effects)).toEqual(['task completed', 'gate met', 'emit']);
    expect(effects[0]).toMatchObject({ by: null, command: null, state: { closedAt: 24 } });
    expect(isOver([gate([])], state)).toBe(true);
  });

  it('closes in the very turn in which the last thing of its own stage is done', () => {
    const definition = [step('goal/once', { lapseAt: 60 }), gate(['goal/once'])];
    const open = runDue(definition, emptyStage, 22).state;
    const done = closed(definition, open, 'complete', 'p/t/goal/once');
    const { effects } = runDue(definition, done.state, 23);
    expect(says(effects)).toEqual(['task completed', 'gate met', 'emit']);
  });

  it('is met before it is called late, where both come at once', () => {
    const open = runDue([gate(['goal/M03'])], emptyStage, 22).state;
    expect(says(runDue([gate([])], open, 25).effects)).toEqual(['task completed', 'gate met', 'emit']);
  });

  it('is opened by a waiver, which says who gave it and what was missing', () => {
    const open = runDue([gate(['goal/M03'])], emptyStage, 22).state;
    const { effects } = closed([gate(['goal/M03'])], open, 'waive', 'p/t/ready/once');
    expect(says(effects)).toEqual(['task waived', 'gate waived goal/M03', 'emit']);
    expect(effects[1]).toMatchObject({ by: 'ann' });
  });

  it('is completed by nobody', () => {
    const open = runDue([gate(['goal/M03'])], emptyStage, 22).state;
    const result = applyCommand([gate(['goal/M03'])], open, command('complete', 'p/t/ready/once'), 23);
    expect(result).toEqual({ type: 'closes_by_itself' });
  });

  it('is called late, escalated and at last lapses; a lapse gives off no event', () => {
    const { state, effects } = runDue([gate(['goal/M03'])], emptyStage, 50);
    expect(says(effects)).toEqual([
      'open',
      'task overdue',
      'task escalated',
      'task lapsed',
      'gate lapsed goal/M03',
    ]);
    expect(isOver([gate(['goal/M03'])], state)).toBe(true);
  });

  it('that the plan has no more is waived with its step, and is no gate that anyone opened', () => {
    const open = runDue([gate(['goal/M03'])], emptyStage, 22).state;
    expect(says(followPlan([], open, 23).effects)).toEqual(['task waived', 'skip']);
  });
});

describe('whatever becomes of a gate', () => {
  const run = fc.record({
    needs: fc.subarray(['own/once', 'else/M03']),
    done: fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 70 }),
        kind: fc.constantFrom('complete' as const, 'waive' as const),
        step: fc.constantFrom('own/once', 'ready/once', 'ask/M03', 'held/once'),
      }),
      { maxLength: 6 },
    ),
    elseDoneAt: fc.integer({ min: 0, max: 90 }),
    gateOpensAt: fc.integer({ min: 0, max: 60 }),
    askOpensAt: fc.integer({ min: 0, max: 60 }),
  });

  type Given = typeof run extends fc.Arbitrary<infer Each> ? Each : never;

  /** A stage with a step that asks, a gate, what the gate needs, and a step that it holds until 45. */
  function story({ needs, done, elseDoneAt, gateOpensAt, askOpensAt }: Given) {
    const definition = (now: number, openedAt: number | null): StageStep[] => [
      step('ask/M03', { timing: { opensAt: askOpensAt, dueAt: 62, escalateAt: [] }, lapseAt: 80 }),
      step('own/once', { lapseAt: 70 }),
      gate(
        needs.filter((need) => need !== 'else/M03' || now < elseDoneAt),
        { timing: { opensAt: gateOpensAt, dueAt: 61, escalateAt: [] }, lapseAt: 80 },
      ),
      step('held/once', {
        timing: openedAt === null ? null : { opensAt: openedAt, dueAt: openedAt + 5, escalateAt: [] },
        fallback: { opensAt: 45, dueAt: 65, escalateAt: [], otherwise: 'open' },
        lapseAt: 80,
      }),
    ];
    let state = emptyStage;
    const opened = new Map<string, number>();
    const seen: { dated: number | null; settled: number | null } = { dated: null, settled: null };
    for (let now = 0; now <= 90; now += 1) {
      const take = (effects: readonly StageEffect[]): void => {
        for (const effect of effects) {
          if (effect.type === 'open') opened.set(effect.step, now);
          if (effect.type === 'gate' && effect.outcome !== 'lapsed') seen.settled = now;
          if (effect.type === 'emit' && state.steps['held/once'] === undefined) seen.dated = now;
        }
      };
      for (const each of done.filter(({ at }) => at === now)) {
        const result = applyCommand(
          definition(now, seen.dated),
          state,
          command(each.kind, `p/t/${each.step}`),
          now,
        );
        if (result.type !== 'closed') continue;
        state = result.turn.state;
        take(result.turn.effects);
      }
      // A date that an event of this turn gave is there for the next, at the same moment.
      for (let again = true; again;) {
        const before = seen.dated;
        const turn = runDue(definition(now, seen.dated), state, now);
        state = turn.state;
        take(turn.effects);
        again = before !== seen.dated;
      }
    }
    return { state, opened, settled: seen.settled, over: isOver(definition(90, seen.dated), state) };
  }

  it('the month’s asking opens at its very moment', () => {
    fc.assert(
      fc.property(run, (given) => {
        expect(story(given).opened.get('ask/M03')).toBe(given.askOpensAt);
      }),
    );
  });

  it('what it holds opens when it is settled or at its latest date, whichever comes first, and all ends', () => {
    fc.assert(
      fc.property(run, (given) => {
        const { opened, settled, over } = story(given);
        expect(opened.get('held/once')).toBe(Math.min(settled ?? Infinity, 45));
        expect(over).toBe(true);
      }),
    );
  });

  it('a stage that misses nothing sleeps past no moment of it', () => {
    expect(nextWake([gate([])], emptyStage)).toBe(22);
  });
});
