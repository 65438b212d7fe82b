import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { msOf, pauseOf, receiverOf } from '../../src/plan/index.ts';
import type { PlannedStep } from '../../src/plan/types.ts';
import { localTime, minutesOf } from '../../src/rehearsal/checker/local-time.ts';
import { roadmap } from '../plan/arbitraries.ts';
import { runs } from '../plan/runs.ts';
import { type Act, acts, change, perform, previewed, program } from './acts.ts';
import { type Message, World } from './world.ts';

/**
 * Any small program in any zones, and whatever its leads change while it runs: the promises hold. What a rule decided is
 * compared with what then happened in a world in memory, not with the rule.
 */

const keyOf = ({ team, id, occurrence }: PlannedStep) => `${team}/${id}/${occurrence}`;
const plain = (key: string): string => key.replace(/@\d+$/, '');

const worlds = fc.tuple(program, roadmap).map(([its, loaded]) => {
  const make = () => new World(its, loaded);
  const { launch, zone, quiet, teams } = its;
  const said = {
    launch,
    zone,
    quiet,
    teams: teams.map((team) => team.zone),
    steps: loaded.roadmap.steps.map(({ id, due, kind, assign, audience, reminders }) => ({
      id,
      due,
      kind,
      assign,
      audience,
      reminders,
    })),
  };
  return Object.assign(make, { [fc.toStringMethod]: () => JSON.stringify(said) });
});

const holds = (
  count: number,
  promise: (make: () => World, sequence: readonly Act[], last: Act) => Promise<void>,
) => fc.assert(fc.asyncProperty(worlds, acts, change, promise), runs(count));

/** A world after a sequence of acts. */
async function after(make: () => World, sequence: readonly Act[]): Promise<World> {
  const world = make();
  for (const each of sequence) await perform(world, each);
  return world;
}

describe('whatever is changed while a program runs', { timeout: 60_000 * runs(1).numRuns }, () => {
  test('a step opens, is due and lapses in this order, and follows what it counts from', async () => {
    await holds(15, async (make, sequence) => {
      const world = await after(make, sequence);
      const due = new Map(
        world.steps_().map((each) => [keyOf(each), msOf((each.dates ?? each.fallback)!.due)]),
      );
      for (const each of world.steps_()) {
        const { opens, due: dueAt, escalations } = (each.dates ?? each.fallback)!;
        const order = [opens, dueAt, ...escalations, each.lapses].map(msOf);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        expect(msOf(dueAt)).toBeLessThan(msOf(each.lapses));
        const first = due.get(`${each.team}/first/once`);
        if (first === undefined) continue;
        const moved = world.ctx.edits.some((edit) => edit.scope.step !== undefined);
        if (each.id === 'then' && !moved) expect(msOf(dueAt)).toBeGreaterThanOrEqual(first);
        if (each.id === 'prepare' && !moved) expect(msOf(dueAt)).toBeLessThanOrEqual(first);
      }
    });
  });

  test('nothing is sent in quiet hours, on a holiday, on a day off or while its receiver is away', async () => {
    await holds(20, async (make, sequence) => {
      const world = await after(make, sequence);
      world.advance(world.now + 200 * 24 * 3_600_000);
      for (const { key, recipient, sentAt, by } of sent(world)) {
        const { quiet, daysOff, calendar, zone } = receiverOf(by!, recipient);
        const { date, minutes } = localTime(sentAt!, zone);
        const [from, to] = [quiet.from, quiet.to].map(minutesOf) as [number, number];
        const isQuiet = from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
        const closed = daysOff.includes(date) ? 'a day off' : calendar.holidayName(date);
        expect({ key, date, minutes, isQuiet, closed }).toEqual({
          key,
          date,
          minutes,
          isQuiet: false,
          closed: undefined,
        });
      }
    });
  });

  test('nothing is sent about what is closed, and while a team pauses nothing of its tasks is', async () => {
    await holds(15, async (make, sequence) => {
      const world = make();
      for (const each of sequence) {
        const before = new Set(sent(world).map(({ key }) => key));
        const paused = world.ctx.edits;
        await perform(world, each);
        for (const { key, taskKey, team, sentAt } of sent(world)) {
          const closedAt = taskKey === null ? null : world.tasks.get(taskKey)!.closedAt;
          if (closedAt !== null) expect(sentAt).toBeLessThanOrEqual(closedAt);
          if (each.act !== 'wait' || before.has(key) || taskKey === null) continue;
          expect({ key, paused: pauseOf(paused, team) }).toEqual({ key, paused: null });
        }
      }
    });
  });

  test('nothing that is closed, and nothing that was sent, is touched', async () => {
    await holds(15, async (make, sequence, last) => {
      const world = await after(make, sequence);
      const over = () => ({
        tasks: [...world.tasks.values()]
          .filter(({ closedAt }) => closedAt !== null)
          .map((task) => ({ ...task })),
        sent: sent(world).map(({ by: _, ...message }) => message),
        steps: [...world.steps].filter(([, status]) => status !== 'open'),
      });
      const before = over();
      await perform(world, last);
      const now = over();
      expect(now.tasks.filter(({ key }) => before.tasks.some((task) => task.key === key))).toEqual(
        before.tasks,
      );
      expect(now.sent.filter(({ key }) => before.sent.some((message) => message.key === key))).toEqual(
        before.sent,
      );
      expect(now.steps.filter(([key]) => before.steps.some(([done]) => done === key))).toEqual(before.steps);
    });
  });

  test('no open task is without somebody who takes part', async () => {
    await holds(15, async (make, sequence) => {
      const world = await after(make, sequence);
      const known = new Set(world.ctx.program.people.map(({ id }) => id));
      for (const { key, owner, eligible } of world.openTasks) {
        expect({ key, known: known.has(owner), eligible: eligible.includes(owner) }).toEqual({
          key,
          known: true,
          eligible: true,
        });
      }
    });
  });

  test('what is applied is what was previewed: to the minute, and nothing else', async () => {
    await holds(20, async (make, sequence, last) => {
      const world = await after(make, sequence);
      if (last.act !== 'change') return;
      const preview = await previewed(world, last);
      if (preview === null || preview.id === null) return;
      const before = waiting(world);
      const tasks = new Map(world.openTasks.map(({ key, owner }) => [key, owner]));
      await world.changes.apply({ change: preview.id, by: world.ctx.program.lead });
      const now = waiting(world);
      const open = new Set(world.steps.keys());
      const shown = preview.radius.messages.filter(({ team, step, occurrence }) =>
        open.has(`${team}/${step}/${occurrence}`),
      );
      const line = new Map(shown.map((each) => [each.key, each]));
      for (const [key, message] of new Map([...before, ...now])) {
        const was = before.get(key);
        const is = now.get(key);
        const effect = line.get(key)?.effect;
        if (was === undefined) expect({ key, effect }).toEqual({ key, effect: 'appears' });
        else if (is === undefined) {
          const closed = world.tasks.get(message.taskKey!)!.closedAt !== null;
          if (!closed) expect({ key, effect }).toEqual({ key, effect: 'cancels' });
        } else if (was.sendAt !== is.sendAt) expect(['moves', 'releases']).toContain(effect);
        else if (was.state !== is.state) expect(['holds', 'releases']).toContain(effect);
        if (is !== undefined && effect !== undefined && line.get(key)?.atOnce === false) {
          expect({ key, at: msOf(line.get(key)!.after!) }).toEqual({ key, at: is.sendAt });
        }
      }
      const handed = new Map(preview.radius.tasks.map((each) => [each.key, each.to]));
      for (const { key, owner } of world.openTasks) {
        if (tasks.get(key) !== owner) expect({ key, to: handed.get(key) }).toEqual({ key, to: owner });
      }
      for (const each of preview.radius.steps.filter(({ open: opened }) => !opened)) {
        const step = world
          .steps_()
          .find((planned) => keyOf(planned) === `${each.team}/${each.step}/${each.occurrence}`);
        if (each.to === null) expect(step).toBeUndefined();
        else if ((step?.waitsFor ?? null) === null) expect(step?.dates?.due.utc).toBe(each.to.due.utc);
      }
    });
  });

  test('what was previewed is what happens then, where nobody does anything else', async () => {
    await holds(15, async (make, sequence, last) => {
      const world = await after(make, sequence);
      if (last.act !== 'change') return;
      const preview = await previewed(world, last);
      if (preview === null || preview.id === null) return;
      await world.changes.apply({ change: preview.id, by: world.ctx.program.lead });
      const paused = (team: string) => pauseOf(world.ctx.edits, team) !== null;
      const fixed = new Set(world.steps_().flatMap((each) => (each.waitsFor === null ? [keyOf(each)] : [])));
      const { now } = world;
      world.advance(now + 300 * 24 * 3_600_000);
      for (const { key, effect, after: then, atOnce, team, step, occurrence } of preview.radius.messages) {
        if (paused(team) || !fixed.has(`${team}/${step}/${occurrence}`)) continue;
        const message = world.messages.get(key);
        if (effect === 'cancels') expect(message?.state ?? 'cancelled').not.toBe('sent');
        else if (message?.state === 'sent' && !atOnce && then !== null && msOf(then) > now) {
          expect({ key, sentAt: message.sentAt }).toEqual({ key, sentAt: msOf(then) });
        }
      }
    });
  });

  test('a change that is taken back at once leaves what has not happened as it was', async () => {
    await holds(20, async (make, sequence, last) => {
      const world = await after(make, sequence);
      if (last.act !== 'change') return;
      const preview = await previewed(world, last);
      if (preview === null || preview.id === null) return;
      const by = world.ctx.program.lead;
      const before = { steps: dated(world), messages: waiting(world), tasks: owned(world) };
      await world.changes.apply({ change: preview.id, by });
      const undo = await world.changes.previewUndo({ change: preview.id, by: world.ctx.program.lead });
      expect(undo.radius.problems).toEqual([]);
      await world.changes.apply({ change: undo.id!, by: world.ctx.program.lead });
      expect(dated(world)).toEqual(before.steps);
      const closed = new Set([...world.tasks.values()].flatMap((t) => (t.closedAt === null ? [] : [t.key])));
      const standing = <T>(rows: ReadonlyMap<string, T>, task: (key: string, row: T) => string | null) =>
        new Map([...rows].filter(([key, row]) => !closed.has(task(key, row) ?? '')));
      expect(owned(world)).toEqual(standing(before.tasks, (key) => key));
      const told = (rows: ReadonlyMap<string, Message>) =>
        [...standing(rows, (_, { taskKey }) => taskKey).values()]
          // That a task came back into somebody’s hands is said to them once more; what passed in a pause is over.
          .filter(({ kind, sendAt }) => kind !== 'handover' && sendAt > world.now)
          .map(({ key, sendAt, state, language, notAfter, expiresAt }) => ({
            key: plain(key),
            sendAt,
            state,
            language,
            notAfter,
            expiresAt,
          }))
          .toSorted((a, b) => (a.key < b.key ? -1 : 1));
      expect(told(waiting(world))).toEqual(told(before.messages));
    });
  });
});

const sent = (world: World): Message[] =>
  [...world.messages.values()].filter(({ state }) => state === 'sent');

/** Copies of the messages that wait, by key. */
const waiting = (world: World): ReadonlyMap<string, Message> =>
  new Map(
    [...world.messages.values()].flatMap((message) =>
      world.waiting(message) ? [[message.key, { ...message }] as const] : [],
    ),
  );

const owned = (world: World): ReadonlyMap<string, unknown> =>
  new Map(world.openTasks.map(({ key, owner, dueAt }) => [key, { owner, dueAt }]));

const dated = (world: World): ReadonlyMap<string, unknown> =>
  new Map(world.steps_().map((each) => [keyOf(each), [each.dates, each.fallback, each.lapses]]));
