import { describe, expect, test } from 'vitest';
import { localTime } from '../../src/rehearsal/checker/local-time.ts';
import { makeProgram, makeRoadmap, step } from '../plan/fixtures.ts';
import { World } from './world.ts';

/** Invented example data. 12 August 2016 is a Friday; everybody is away from the 8th to the 19th. */
const roadmap = makeRoadmap({
  steps: [
    step('lead', { day: 12, month: 'M1' }, { audience: ['team_lead'], reminders: ['P3D', 'P1D'] }),
    step('any', { day: 12, month: 'M1' }, { audience: ['member', 'staff'], reminders: ['P3D'] }),
    step('own', { day: 12, month: 'M1' }, { audience: ['member'], assign: 'each', reminders: ['P3D'] }),
    step('voice', { day: 12, month: 'M1' }, { audience: ['advisor'], assign: 'each' }),
    step('after', { day: 30, month: 'M1' }, { audience: ['team_lead'] }),
  ],
});

/** All of them, entered on the evening before. */
async function emptied(): Promise<World> {
  const world = new World(makeProgram(), roadmap);
  world.advance(Date.parse('2016-08-07T22:00:00-04:00'));
  for (const { id: person } of makeProgram().people) {
    const { id, radius } = await world.changes.preview({
      program: 'program',
      by: 'pat',
      wish: { kind: 'absence', person, from: '2016-08-08', until: '2016-08-19', cover: null },
    });
    expect(radius.problems).toEqual([]);
    await world.changes.apply({ change: id!, by: 'pat' });
  }
  return world;
}

const sent = (world: World) =>
  [...world.messages.values()]
    .filter(({ sentAt }) => sentAt !== null)
    .map(({ kind, recipient, taskKey, sentAt }) => ({
      kind,
      recipient,
      taskKey,
      day: localTime(sentAt!, 'America/New_York').date,
    }));

describe('where everybody is away', () => {
  test('nobody is written to, every task keeps an owner and none is lost', async () => {
    const world = await emptied();
    const before = world.openTasks.map(({ key, owner }) => [key, owner]);
    expect(before.length).toBeGreaterThan(4);
    const known = sent(world).length;
    world.advance(Date.parse('2016-08-19T23:59:00-04:00'));
    expect(sent(world)).toHaveLength(known);
    expect(
      world.openTasks.filter(({ step: id }) => id !== 'after').map(({ key, owner }) => [key, owner]),
    ).toEqual(before.filter(([key]) => !key?.includes('/after/')));
  });

  test('they find one word about each task when they are back, beside whose it is now, and the work goes on', async () => {
    const world = await emptied();
    world.advance(Date.parse('2016-08-20T23:59:00-04:00'));
    const back = sent(world).filter(({ day }) => day >= '2016-08-08');
    const words = back.filter(({ kind }) => kind !== 'handover');
    const pairs = words.map(({ taskKey, recipient }) => `${taskKey} ${recipient}`);
    expect(pairs.length).toBeGreaterThan(2);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(back.every(({ day }) => day > '2016-08-19')).toBe(true);
    world.advance(Date.parse('2016-09-10T12:00:00-04:00'));
    const told = new Set(
      sent(world)
        .filter(({ day }) => day > '2016-08-19')
        .map(({ taskKey }) => taskKey?.split('/')[2]),
    );
    for (const id of ['any', 'own', 'after']) expect(told).toContain(id);
  });
});
