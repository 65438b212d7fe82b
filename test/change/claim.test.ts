import { describe, expect, test } from 'vitest';
import { makeProgram, makeRoadmap, step } from '../plan/fixtures.ts';
import { World } from './world.ts';

/** Invented example data: all of it is open on 8 August 2016. */
const opens = { day: 1, month: 'M1' };
const roadmap = makeRoadmap({
  steps: [
    step('leads', { day: 26, month: 'M1' }, { audience: ['team_lead'], opens }),
    step('own', { day: 26, month: 'M1' }, { audience: ['member'], assign: 'each', opens }),
    step('shared', { day: 26, month: 'M1' }, { audience: ['advisor', 'member'], opens }),
  ],
});

async function claims(person: string, task: string): Promise<string | undefined> {
  const world = new World(makeProgram(), roadmap);
  world.advance(Date.parse('2016-08-08T12:00:00Z'));
  const wish = { kind: 'reassign', scope: {}, from: null, to: person, task } as const;
  const { id } = await world.changes.preview({ program: 'program', by: person, wish });
  await world.changes.apply({ change: id!, by: person });
  const told = [...world.messages.values()].find(
    ({ kind, taskKey }) => kind === 'takeover' && taskKey === task,
  );
  expect(told?.recipient).not.toBe(person);
  return world.tasks.get(task)?.owner;
}

describe('a task that one person does for all', () => {
  test.each(['mia', 'sam', 'pia'])('is claimed by anybody of the team: %s', async (person) => {
    expect(await claims(person, 'program/team/leads/once')).toBe(person);
  });

  test('is claimed by an advisor where it is for advisors too, and not else', async () => {
    expect(await claims('ada', 'program/team/shared/once')).toBe('ada');
    await expect(claims('ada', 'program/team/leads/once')).rejects.toMatchObject({
      code: 'not_yours',
      message:
        'task program/team/leads/once is not for ada: it is for lea, and whoever works in team team may take it; lea or pat may hand it over',
    });
  });
});

test('what is somebody’s own is claimed by nobody else', async () => {
  await expect(claims('mia', 'program/team/own/once/max')).rejects.toMatchObject({
    code: 'not_yours',
    message: expect.stringContaining('it is for max; lea or pat may hand it over'),
  });
});
