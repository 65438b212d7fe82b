import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/change/ports.ts';
import type { Wish } from '../../src/change/wishes.ts';
import { makeProgram, makeRoadmap, step } from './fixtures.ts';
import { now, underWay } from './in-memory.ts';

const roadmap = makeRoadmap({
  steps: [step('shared', { businessDay: 10, month: 'M2' }, { audience: ['team_lead', 'member'] })],
});
const key = 'program/team/shared/once';
const task = {
  key,
  team: 'team',
  step: 'shared',
  occurrence: 'once',
  owner: 'lea',
  eligible: ['lea', 'mia', 'max'],
  volunteer: false,
};
const assigned = {
  key: `${key}/assigned/lea`,
  team: 'team',
  step: 'shared',
  occurrence: 'once',
  kind: 'assigned',
  to: 'lea',
  task: key,
  language: 'en' as const,
  sendAt: now - 86_400_000,
  waits: false,
  held: false,
  takenBack: false,
  notAfter: null,
  expiresAt: null,
};
const facts = (more: Partial<Facts> = {}): Partial<Facts> => ({
  steps: new Map([['team/shared/once', 'open']]),
  tasks: [task],
  messages: [assigned],
  ...more,
});
const hand = (to: string): Wish => ({ kind: 'reassign', scope: {}, from: null, to, task: key });
const takeovers = async (wish: Wish, by: string, more: Partial<Facts> = {}) => {
  const program = underWay(makeProgram(), roadmap, facts(more));
  await program.make(wish, by);
  return program.written[0]!.messages.put.filter(({ kind }) => kind === 'takeover').map(
    ({ recipient, about, taskKey }) => [recipient, about, taskKey],
  );
};

describe('a task that comes into other hands', () => {
  test('is told to who had it: somebody takes it over', async () => {
    expect(await takeovers(hand('mia'), 'pat')).toEqual([['lea', 'mia', key]]);
  });

  test('is told to who had it, too, where somebody claims it', async () => {
    expect(await takeovers(hand('max'), 'max')).toEqual([['lea', 'max', key]]);
  });

  test('is not told to who handed it over themselves', async () => {
    expect(await takeovers(hand('mia'), 'lea')).toEqual([]);
  });

  test('is not told to somebody who has yet to hear that it was theirs', async () => {
    expect(await takeovers(hand('mia'), 'pat', { messages: [{ ...assigned, waits: true }] })).toEqual([]);
  });

  test('is not told to somebody who is away, or has left: they need not think of it', async () => {
    const away: Wish = {
      kind: 'absence',
      person: 'lea',
      from: '2016-09-01',
      until: '2016-10-30',
      cover: 'mia',
    };
    expect(await takeovers(away, 'pat')).toEqual([]);
    expect(await takeovers({ kind: 'leave', person: 'lea', successor: 'mia' }, 'pat')).toEqual([]);
  });

  test('is told of in the open hours of who had it', async () => {
    const program = underWay(makeProgram(), roadmap, facts({ now: Date.parse('2016-09-08T03:00:00Z') }));
    await program.make(hand('mia'));
    const note = program.written[0]!.messages.put.find(({ kind }) => kind === 'takeover')!;
    expect(new Date(note.sendAt).toISOString()).toBe('2016-09-08T11:00:00.000Z');
  });
});
