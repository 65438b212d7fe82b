import { describe, expect, it } from 'vitest';
import { localTime } from '../../src/rehearsal/checker/local-time.ts';
import { type OpenTask, type PlannedAction, planAction, profiles } from '../../src/rehearsal/people.ts';
import type { WorkingPerson } from '../../src/rehearsal/working-hours.ts';

const QUARTER = 15 * 60_000;

const people: Record<string, WorkingPerson> = {
  eva: { zone: 'America/Denver', daysOff: ['2016-07-05'] },
  leo: { zone: 'America/St_Johns', daysOff: [] },
};

const personOf = (id: string): WorkingPerson => {
  const person = people[id];
  if (person === undefined) throw new Error(`no ${id}`);
  return person;
};

const taskOf = (n: number, change: Partial<OpenTask> = {}): OpenTask => ({
  key: `demo/north/step-${n}/M03`,
  owner: 'eva',
  eligible: ['eva', 'leo'],
  openedAt: Date.parse('2016-07-01T15:00:00Z'),
  dueAt: Date.parse('2016-07-15T23:00:00Z'),
  lapsesAt: Date.parse('2016-08-31T06:00:00Z'),
  fields: [
    { id: 'asked', type: 'number', required: true, min: 0, max: 500 },
    { id: 'returned', type: 'number', required: true, min: 0, max: 500 },
    { id: 'seen', type: 'range', required: true, min: 0, max: 2000 },
    { id: 'note', type: 'text', required: false },
    { id: 'level', type: 'choice', required: true, options: [{ id: 'inform' }, { id: 'partner' }] },
  ],
  evidence: 'required',
  gate: false,
  ...change,
});

const many = Array.from({ length: 500 }, (_, n) => taskOf(n));
const actionsOf = (profile: (typeof profiles)[number], seed = 7): PlannedAction[] =>
  many.map((task) => planAction(seed, profile, task, personOf));
const share = (actions: readonly PlannedAction[], is: (action: PlannedAction) => boolean): number =>
  actions.filter(is).length / actions.length;

describe('simulated people', () => {
  it('wait for what a gate needs, or go on without it; nobody completes one, and none acts at a quarter hour', () => {
    const purposes = profiles.map((profile) => {
      const actions = many.map((task) => planAction(7, profile, { ...task, gate: true }, personOf));
      for (const [n, action] of actions.entries()) {
        if (action.purpose === 'none') continue;
        expect(action.at % QUARTER).not.toBe(0);
        expect(action.at).toBeGreaterThan(taskOf(n).openedAt);
        expect(action.at).toBeLessThan(taskOf(n).lapsesAt);
      }
      return [...new Set(actions.map(({ purpose }) => purpose))].sort();
    });
    expect(purposes).toEqual([['none'], ['none', 'waive'], ['none']]);
  });

  it('act only after the task opened and before it lapses, at a quarter hour of their own working day', () => {
    for (const profile of profiles) {
      for (const [n, action] of actionsOf(profile).entries()) {
        if (action.purpose === 'none') continue;
        const task = taskOf(n);
        const person = personOf(action.by);
        const local = localTime(action.at, person.zone);
        expect(action.at).toBeGreaterThanOrEqual(task.openedAt);
        expect(action.at).toBeLessThan(task.lapsesAt);
        expect(action.at % QUARTER).toBe(0);
        expect(local.minutes).toBeGreaterThanOrEqual(8 * 60);
        expect(local.minutes).toBeLessThan(17 * 60);
        expect([1, 2, 3, 4, 5]).toContain(local.weekday);
        expect(person.daysOff).not.toContain(local.date);
      }
    }
  });

  it('choose alike for the same seed, whatever else is asked and in whatever order', () => {
    const forward = actionsOf('mixed');
    const backward = many.toReversed().map((task) => planAction(7, 'mixed', task, personOf));
    expect(backward.toReversed()).toEqual(forward);
    expect(actionsOf('mixed', 8)).not.toEqual(forward);
  });

  it('are mixed as promised: most in time, some late, a few waive with a reason, a few never', () => {
    const actions = actionsOf('mixed');
    const due = taskOf(0).dueAt;
    expect(share(actions, (a) => a.purpose === 'complete' && a.at < due)).toBeCloseTo(0.7, 1);
    expect(share(actions, (a) => a.purpose === 'complete' && a.at >= due)).toBeCloseTo(0.2, 1);
    expect(share(actions, (a) => a.purpose === 'waive' && a.reason !== '')).toBeCloseTo(0.05, 1);
    expect(share(actions, (a) => a.purpose === 'none')).toBeCloseTo(0.05, 1);
  });

  it('that are absent do nearly nothing; cooperative ones leave nothing undone', () => {
    expect(share(actionsOf('absent'), (a) => a.purpose === 'none')).toBeGreaterThan(0.9);
    expect(share(actionsOf('cooperative'), (a) => a.purpose === 'none')).toBe(0);
  });

  it('fill in what fits: no more returned than asked, no fewer seen than asked, evidence where it is required', () => {
    for (const action of actionsOf('cooperative')) {
      if (action.purpose !== 'complete') throw new Error(`planned ${action.purpose}`);
      const { asked, returned, seen, level } = action.answer as {
        asked: number;
        returned: number;
        seen: { low: number; high: number };
        level: string;
      };
      expect(returned).toBeLessThanOrEqual(asked);
      expect(seen.low).toBeGreaterThanOrEqual(asked);
      expect(seen.high).toBeGreaterThanOrEqual(seen.low);
      expect(['inform', 'partner']).toContain(level);
      expect(action.evidence).toHaveLength(1);
    }
  });

  it('wait for their next working hour where a task is opened and due outside of it', () => {
    const weekend = {
      openedAt: Date.parse('2016-07-02T15:00:00Z'),
      dueAt: Date.parse('2016-07-02T23:00:00Z'),
    };
    for (const task of many) {
      const action = planAction(7, 'cooperative', { ...task, ...weekend, eligible: ['eva'] }, personOf);
      if (action.purpose !== 'complete') throw new Error(`planned ${action.purpose}`);
      expect(action.at).toBeGreaterThanOrEqual(Date.parse('2016-07-04T14:00:00Z'));
    }
  });

  it('give each act an id of its own, the same in every run', () => {
    const ids = actionsOf('mixed').flatMap((action) => (action.purpose === 'none' ? [] : [action.id]));
    expect(new Set(ids).size).toBe(ids.length);
    expect(actionsOf('mixed').flatMap((action) => (action.purpose === 'none' ? [] : [action.id]))).toEqual(
      ids,
    );
  });
});
