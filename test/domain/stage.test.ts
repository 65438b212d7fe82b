import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wakeAt } from '../../src/domain/spread.ts';
import {
  agenda,
  applyCommand,
  emptyStage,
  followPlan,
  isOver,
  nextWake,
  runDue,
  type StageState,
  type StageStep,
} from '../../src/domain/stage.ts';

const step = (key: string, changes: Partial<StageStep> = {}): StageStep => ({
  key,
  tasks: [{ key: `p/t/${key}/ann`, volunteer: false }],
  automatic: false,
  timing: { opensAt: 10, dueAt: 20, escalateAt: [30, 40] },
  fallback: null,
  lapseAt: 50,
  emits: null,
  ...changes,
});

const complete = (task: string, id = 'c1') => ({ id, kind: 'complete' as const, task, by: 'ann' });

/** Runs the stage from moment to moment until nothing is left, and gives the moments with their effects. */
function runThrough(definition: readonly StageStep[], start: StageState = emptyStage) {
  let state = start;
  const story: string[] = [];
  for (;;) {
    const at = nextWake(definition, state);
    if (at === null) return { state, story };
    const turn = runDue(definition, state, at);
    state = turn.state;
    story.push(
      ...turn.effects.map((effect) =>
        effect.type === 'task' ? `${at} ${effect.state.status}${effect.state.level}` : `${at} ${effect.type}`,
      ),
    );
  }
}

describe('a stage', () => {
  it('opens, calls late, escalates twice and lapses a step that nobody touches', () => {
    expect(runThrough([step('a/once')]).story).toEqual([
      '10 open',
      '20 overdue0',
      '30 escalated1',
      '40 escalated2',
      '50 lapsed2',
    ]);
  });

  it('lets a volunteer’s step lapse without a word in between', () => {
    const volunteer = step('a/once', { tasks: [{ key: 'p/t/a/once/adv', volunteer: true }] });
    expect(runThrough([volunteer]).story).toEqual(['10 open', '50 lapsed0']);
  });

  it('does an automatic step when it is due and gives off its event', () => {
    const automatic = step('results/M03', { automatic: true, tasks: [], emits: 'results-published' });
    expect(runThrough([automatic]).story).toEqual(['20 automatic', '20 emit']);
  });

  it('gives off an event only where somebody completed the step', () => {
    const emitting = [step('map/once', { emits: 'map-finished' })];
    expect(runThrough(emitting).story).not.toContain('50 emit');
    const opened = runDue(emitting, emptyStage, 10).state;
    const result = applyCommand(emitting, opened, complete('p/t/map/once/ann'), 12);
    expect(result.type === 'closed' && result.turn.effects.map(({ type }) => type)).toEqual(['task', 'emit']);
  });

  it('is done with a step only when everyone’s task is closed', () => {
    const shared = [
      step('a/once', {
        tasks: [
          { key: 'k/ann', volunteer: false },
          { key: 'k/bob', volunteer: false },
        ],
      }),
    ];
    const opened = runDue(shared, emptyStage, 10).state;
    const first = applyCommand(shared, opened, complete('k/ann'), 11);
    if (first.type !== 'closed') throw new Error('expected the task to close');
    expect(isOver(shared, first.turn.state)).toBe(false);
    const second = applyCommand(shared, first.turn.state, complete('k/bob'), 12);
    expect(second.type === 'closed' && isOver(shared, second.turn.state)).toBe(true);
  });

  it('answers a second completion as the first, and changes nothing', () => {
    const definition = [step('a/once'), step('b/once')];
    const opened = runDue(definition, emptyStage, 10).state;
    const first = applyCommand(definition, opened, complete('p/t/a/once/ann'), 11);
    if (first.type !== 'closed') throw new Error('expected the task to close');
    const second = applyCommand(definition, first.turn.state, complete('p/t/a/once/ann', 'c2'), 15);
    expect(second).toMatchObject({
      type: 'closed',
      changed: false,
      task: { status: 'completed', closedAt: 11 },
    });
    expect(second.type === 'closed' && second.turn.effects).toEqual([]);
  });

  it('refuses what is not open yet and what does not exist', () => {
    const definition = [step('a/once')];
    expect(applyCommand(definition, emptyStage, complete('p/t/a/once/ann'), 5).type).toBe('not_open_yet');
    expect(applyCommand(definition, emptyStage, complete('p/t/z/once'), 5).type).toBe('unknown_task');
  });

  it('skips a step with nobody in its audience, and says so', () => {
    const turn = runDue([step('a/once', { tasks: [] })], emptyStage, 10);
    expect(turn.effects).toEqual([{ type: 'skip', step: 'a/once', reason: 'nobody_in_audience' }]);
  });

  describe('with a step that waits for an event', () => {
    const waiting = (otherwise: 'open' | 'skip') =>
      step('w/once', {
        timing: null,
        fallback: { opensAt: 15, dueAt: 25, escalateAt: [], otherwise },
      });

    it('opens it at the fallback date where the event never comes', () => {
      expect(runThrough([waiting('open')]).story).toEqual(['15 open', '25 overdue0', '50 lapsed0']);
    });

    it('skips it where that is what the roadmap wants: consent that nobody gave', () => {
      expect(runThrough([waiting('skip')]).story).toEqual(['25 skip']);
    });

    it('opens it as soon as the event dates it', () => {
      const dated = { ...waiting('open'), timing: { opensAt: 12, dueAt: 18, escalateAt: [] } };
      expect(runThrough([dated]).story[0]).toBe('12 open');
    });
  });

  it('catches up after an outage in the order of time', () => {
    const turn = runDue([step('a/once')], emptyStage, 45);
    expect(
      turn.effects.map((effect) => (effect.type === 'task' ? effect.state.status : effect.type)),
    ).toEqual(['open', 'overdue', 'escalated', 'escalated']);
  });

  it('opens early inside the window and calls late inside the one after, whatever the team', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 60_000 }), (team, window) => {
        expect(wakeAt(100_000, true, team, window)).toBeGreaterThanOrEqual(100_000 - window);
        expect(wakeAt(100_000, true, team, window)).toBeLessThan(100_000);
        expect(wakeAt(100_000, false, team, window)).toBeGreaterThanOrEqual(100_000);
        expect(wakeAt(100_000, false, team, window)).toBeLessThan(100_000 + window);
      }),
    );
  });
});

describe('any stage', () => {
  const anyStep = fc
    .record({
      n: fc.integer({ min: 0, max: 9 }),
      opensAt: fc.integer({ min: 0, max: 100 }),
      length: fc.integer({ min: 0, max: 50 }),
      escalations: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 2 }),
      tail: fc.integer({ min: 0, max: 100 }),
      people: fc.array(fc.boolean(), { maxLength: 3 }),
      automatic: fc.boolean(),
      waits: fc.constantFrom('no', 'open', 'skip'),
    })
    .map((s): StageStep => {
      const dueAt = s.opensAt + s.length;
      const timing = {
        opensAt: s.opensAt,
        dueAt,
        escalateAt: s.escalations.map((e) => dueAt + e).sort((a, b) => a - b),
      };
      return {
        key: `s${s.n}/once`,
        tasks: s.automatic
          ? []
          : s.people.map((volunteer, index) => ({ key: `s${s.n}/p${index}`, volunteer })),
        automatic: s.automatic,
        timing: s.waits === 'no' ? timing : null,
        fallback: s.waits === 'no' ? null : { ...timing, otherwise: s.waits === 'skip' ? 'skip' : 'open' },
        lapseAt: dueAt + s.tail,
        emits: null,
      };
    });
  const anyDefinition = fc.uniqueArray(anyStep, { selector: ({ key }) => key, maxLength: 6 });

  it('ends by itself: nothing waits for ever', () => {
    fc.assert(
      fc.property(anyDefinition, (definition) => {
        const { state } = runThrough(definition);
        expect(isOver(definition, state)).toBe(true);
        expect(agenda(definition, state)).toEqual([]);
      }),
    );
  });

  it('ends the same whether it woke at every moment or once at the end', () => {
    fc.assert(
      fc.property(anyDefinition, (definition) => {
        const often = runThrough(definition).state;
        const once = runDue(definition, emptyStage, 1_000).state;
        const statuses = (state: StageState) =>
          Object.entries(state.tasks)
            .map(([key, { status, level }]) => ({ key, status, level }))
            .sort((a, b) => (a.key < b.key ? -1 : 1));
        expect(statuses(once)).toEqual(statuses(often));
        expect(once.steps).toEqual(often.steps);
      }),
    );
  });
});

describe('a stage whose plan is changed', () => {
  const late = runDue([step('a/once')], emptyStage, 45).state;

  it('has given up on nothing: a task with time again is neither overdue nor escalated', () => {
    expect(late.tasks['p/t/a/once/ann']).toMatchObject({ status: 'escalated', level: 2 });
    const moved = [step('a/once', { timing: { opensAt: 10, dueAt: 60, escalateAt: [70, 80] }, lapseAt: 90 })];
    const { state, effects } = followPlan(moved, late, 45);
    expect(state.tasks['p/t/a/once/ann']).toMatchObject({ status: 'assigned', level: 0, closedAt: null });
    expect(effects).toMatchObject([{ type: 'task', task: 'p/t/a/once/ann', state: { status: 'assigned' } }]);
    expect(runThrough(moved, state).story).toEqual([
      '60 overdue0',
      '70 escalated1',
      '80 escalated2',
      '90 lapsed2',
    ]);
  });

  it('waives the open tasks of a step that the plan has no more, and keeps what was done', () => {
    const two = step('b/M01', {
      tasks: [
        { key: 'p/t/b/M01/ann', volunteer: false },
        { key: 'p/t/b/M01/bob', volunteer: false },
      ],
      emits: 'found',
    });
    const open = runDue([two], emptyStage, 10).state;
    const done = applyCommand([two], open, complete('p/t/b/M01/ann'), 12);
    if (done.type !== 'closed') throw new Error(done.type);
    const { state, effects } = followPlan([], done.turn.state, 15);
    expect(state.steps).toEqual({ 'b/M01': 'skipped' });
    expect(state.tasks['p/t/b/M01/ann']).toMatchObject({ status: 'completed', closedAt: 12 });
    expect(state.tasks['p/t/b/M01/bob']).toMatchObject({ status: 'waived', closedAt: 15 });
    expect(effects.map(({ type }) => type)).toEqual(['task', 'skip']);
    expect(isOver([], state)).toBe(true);
  });

  it('goes on as it was where the plan is the one that it followed', () => {
    expect(followPlan([step('a/once')], late, 45)).toEqual({ state: late, effects: [] });
  });
});
