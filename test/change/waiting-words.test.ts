import { describe, expect, test } from 'vitest';
import type { Wish } from '../../src/change/wishes.ts';
import { makeProgram, makeRoadmap, step } from '../plan/fixtures.ts';
import { World } from './world.ts';

/** Invented example data. Quiet hours are 19:00 to 07:00; 2016-08-02 is a Tuesday. */
const roadmap = makeRoadmap({
  steps: [
    step(
      'long',
      { day: 31, month: 'M1' },
      { audience: ['team_lead'], opens: { day: 1, month: 'M1' }, reminders: ['P3D'] },
    ),
    step(
      'own',
      { day: 31, month: 'M1' },
      { audience: ['member'], assign: 'each', opens: { day: 1, month: 'M1' } },
    ),
  ],
});
const evening = Date.parse('2016-08-02T22:00:00-04:00');

function running(at = evening): World {
  const world = new World(makeProgram(), roadmap);
  world.advance(at);
  return world;
}
async function changed(world: World, wish: Wish): Promise<string> {
  const { id, radius } = await world.changes.preview({ program: 'program', by: 'pat', wish });
  expect(radius.problems).toEqual([]);
  await world.changes.apply({ change: id!, by: 'pat' });
  return id!;
}
async function undone(world: World, change: string): Promise<void> {
  const { id } = await world.changes.previewUndo({ change, by: 'pat' });
  await world.changes.apply({ change: id!, by: 'pat' });
}
const times = (world: World, kind: string) =>
  [...world.messages.values()]
    .filter((message) => message.kind === kind && world.waiting(message) && message.step === 'long')
    .map(({ recipient, sendAt }) => [recipient, new Date(sendAt).toISOString()]);
const handOver: Wish = { kind: 'reassign', scope: { step: 'long' }, from: 'lea', to: 'sam', task: null };

describe('a word that waits for the morning', () => {
  test('waits on where its receiver is away by then, or the day becomes a holiday', async () => {
    const world = running();
    await changed(world, handOver);
    expect(times(world, 'handover')).toEqual([['sam', '2016-08-03T11:00:00.000Z']]);
    await changed(world, {
      kind: 'absence',
      person: 'sam',
      from: '2016-08-03',
      until: '2016-08-04',
      cover: null,
    });
    expect(times(world, 'handover')).toEqual([['sam', '2016-08-05T11:00:00.000Z']]);
    const holidays = [{ date: '2016-08-05', name: 'Clinic picnic' }];
    await changed(world, { kind: 'calendar', calendar: 'days', holidays, workdays: [] });
    expect(times(world, 'handover')).toEqual([['sam', '2016-08-06T11:00:00.000Z']]);
  });

  test('to somebody whose joining is taken back is taken back with it', async () => {
    const world = running();
    const person = { id: 'new', name: 'New', email: 'new@clinic.example', daysOff: [] };
    const seat = { team: 'team', role: 'member' } as const;
    const joined = await changed(world, { kind: 'join', people: [person], seats: [{ person: 'new', seat }] });
    const handed = () => world.messages.get('program/team/own/once/handover/new')?.state;
    expect(handed()).toBe('pending');
    await undone(world, joined);
    expect(handed()).toBe('cancelled');
  });
});

describe('a message that waits', () => {
  test('keeps its time and leaves no later than its receiver’s hours, where a day off comes to lie behind them', async () => {
    const world = new World(makeProgram({ quiet: { from: '00:00', to: '00:00' } }), roadmap);
    world.advance(Date.parse('2016-08-02T12:00:00Z'));
    const closes = () => {
      const { sendAt, notAfter } = world.messages.get('program/team/long/once/reminder.1/lea')!;
      return [sendAt, notAfter].map((ms) => new Date(ms!).toISOString());
    };
    expect(closes()).toEqual(['2016-08-28T21:00:00.000Z', '2016-09-05T04:00:00.000Z']);
    await changed(world, { kind: 'profile', person: 'lea', set: { daysOff: ['2016-08-29'] } });
    expect(closes()).toEqual(['2016-08-28T21:00:00.000Z', '2016-08-29T04:00:00.000Z']);
  });
});

describe('what has opened', () => {
  test('keeps its opening through any number of shifts, and so its reminders', async () => {
    const world = running();
    const before = times(world, 'reminder.1');
    expect(before).toEqual([['lea', '2016-08-28T21:00:00.000Z']]);
    const there = await changed(world, { kind: 'shift', scope: { step: 'long' }, days: 60 });
    expect(times(world, 'reminder.1')).toEqual([['lea', '2016-10-28T21:00:00.000Z']]);
    await undone(world, there);
    expect(times(world, 'reminder.1')).toEqual(before);
  });
});
