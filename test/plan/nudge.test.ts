import { describe, expect, test } from 'vitest';
import { decideNudge, type NudgeFacts, type NudgeRequest } from '../../src/change/nudges.ts';
import { MESSAGES_A_MONTH } from '../../src/domain/attention.ts';
import type { PlanEdit } from '../../src/plan/index.ts';
import { makeProgram, makeRoadmap, planOf, step } from './fixtures.ts';

const roadmap = makeRoadmap({
  steps: [
    step('look', { businessDay: 10, month: 'M2' }, { audience: ['member', 'advisor'], assign: 'each' }),
  ],
});
/** Wednesday 7 September 2016, 10:00 in New York. */
const now = Date.parse('2016-09-07T14:00:00Z');

interface Case {
  readonly request?: Partial<NudgeRequest>;
  readonly facts?: Partial<Omit<NudgeFacts, 'task'>>;
  readonly task?: Partial<NudgeFacts['task']>;
  readonly edits?: readonly PlanEdit[];
}

function nudge({ request = {}, facts = {}, task = {}, edits = [] }: Case = {}) {
  const { ctx } = planOf(roadmap, makeProgram(), { edits });
  const owner = task.owner ?? 'mia';
  const key = `program/team/look/once/${owner}`;
  return decideNudge(
    { task: key, by: 'lea', note: null, checkIn: false, ...request },
    {
      now,
      context: undefined as never,
      task: {
        key,
        team: 'team',
        step: 'look',
        occurrence: 'once',
        owner,
        eligible: [owner],
        volunteer: false,
        status: 'assigned',
        planned: true,
        until: Date.parse('2017-03-01T05:00:00Z'),
        ...task,
      },
      lastNudge: () => Promise.resolve(null),
      received: () => Promise.resolve(0),
      messages: [],
      ...facts,
    },
    ctx,
  );
}
const last = (iso: string) => ({ lastNudge: () => Promise.resolve(Date.parse(iso)) });

describe('one word to whoever has a task in hand', () => {
  test('goes out now, as a message of its own kind, with who asked for it', async () => {
    const { writes, nudged } = await nudge({ request: { note: ' Need a hand? ' } });
    expect(nudged).toMatchObject({ to: 'mia', kind: 'nudge', sendAt: { local: '2016-09-07T10:00' } });
    expect(writes.note).toBe('Need a hand?');
    expect(writes.message).toMatchObject({
      key: 'program/team/look/once/nudge/mia',
      kind: 'nudge',
      recipient: 'mia',
      sendAt: now,
      why: ['lea asked for it.'],
    });
  });

  test('waits for the end of quiet hours, and says so', async () => {
    const { nudged } = await nudge({ facts: { now: Date.parse('2016-09-08T01:30:00Z') } });
    expect(nudged.sendAt.local).toBe('2016-09-08T07:00');
    expect(nudged.why[1]).toMatch(/Deferred to .*07:00.*quiet hours/);
  });

  test('has a key of its own each time', async () => {
    const before = { key: 'program/team/look/once/nudge/mia', kind: 'nudge', to: 'mia', waits: false };
    const { writes } = await nudge({ facts: { messages: [before] } });
    expect(writes.message.key).toBe('program/team/look/once/nudge/mia@2');
  });

  test('is the only one in two business days of the receiver’s calendar', async () => {
    // Thursday before Labor Day: Friday and, past the long weekend, Tuesday are the two.
    const labor = last('2016-09-01T14:00:00Z');
    await expect(nudge({ facts: { ...labor, now: Date.parse('2016-09-05T18:00:00Z') } })).rejects.toThrow(
      'mia was nudged Thursday 1 September 2016, 10:00; the next is possible from Tuesday 6 September 2016 on (America/New_York)',
    );
    const { nudged } = await nudge({ facts: { ...labor, now: Date.parse('2016-09-06T13:00:00Z') } });
    expect(nudged.to).toBe('mia');
  });

  test.each<[string, Case, RegExp]>([
    ['a closed task', { task: { status: 'completed' } }, /is completed; nobody needs a word/],
    ['a task of milepost’s own', { task: { planned: false } }, /no mail is sent about it/],
    ['one’s own task', { request: { by: 'mia' } }, /in your own hands/],
    ['somebody who has no part in it', { request: { by: 'ada' } }, /ada has no part in task/],
    [
      'a person who had thirty messages',
      { facts: { received: () => Promise.resolve(MESSAGES_A_MONTH) } },
      /30 messages in the last 30 days.*Talk to them/,
    ],
    [
      'a task that lapses tonight',
      {
        facts: { now: Date.parse('2016-09-08T01:30:00Z') },
        task: { until: Date.parse('2016-09-08T04:00:00Z') },
      },
      /no open hour of mia is left/,
    ],
    ['a note that is a letter', { request: { note: 'x'.repeat(501) } }, /501 characters/],
    [
      'a paused team',
      { edits: [{ kind: 'pause', change: 'c-1', at: now, scope: {} }] },
      /paused \(change c-1\)/,
    ],
    ['--check-in for who is no advisor', { request: { checkIn: true } }, /mia is no patient advisor here/],
  ])('is refused for %s', async (_what, given, said) => {
    await expect(nudge(given)).rejects.toThrow(said);
  });
});

describe('a patient advisor', () => {
  const ada = { owner: 'ada', volunteer: true };
  const reminded = { key: 'r', kind: 'reminder.1', to: 'ada', waits: true };

  test('gets no word beside their one reminder; their liaison’s check-in is offered', async () => {
    await expect(nudge({ task: ada, facts: { messages: [reminded] } })).rejects.toThrow(
      'ada gives their time freely and has their one reminder. mia could check in with them: ' +
        '`milepost nudge program/team/look/once/ada --by lea --check-in` asks for that',
    );
  });

  test('gets one where there was no reminder, and no second', async () => {
    expect((await nudge({ task: ada })).nudged.to).toBe('ada');
    const nudged = { key: 'n', kind: 'nudge', to: 'ada', waits: false };
    await expect(nudge({ task: ada, facts: { messages: [nudged] } })).rejects.toThrow(/one reminder/);
  });

  test('is checked in with by the liaison, once: a check-in that waits goes now instead', async () => {
    const waiting = {
      key: 'program/team/look/once/checkin/mia~ada',
      kind: 'checkin',
      to: 'mia',
      waits: true,
    };
    const { writes } = await nudge({ task: ada, request: { checkIn: true }, facts: { messages: [waiting] } });
    expect(writes.instead).toBe(waiting.key);
    expect(writes.message).toMatchObject({
      key: `${waiting.key}@2`,
      kind: 'checkin',
      recipient: 'mia',
      about: 'ada',
    });
    const went = {
      task: ada,
      request: { checkIn: true },
      facts: { messages: [{ ...waiting, waits: false }] },
    };
    await expect(nudge(went)).rejects.toThrow(/mia was asked to check in with ada already/);
    await expect(nudge({ task: ada, request: { checkIn: true, by: 'mia' } })).rejects.toThrow(
      /give them a call/,
    );
  });

  test('who is merely invited is chased by nobody', async () => {
    const facts = { messages: [{ ...reminded, to: 'mia' }] };
    await expect(nudge({ task: { volunteer: true }, facts })).rejects.toThrow(
      /is invited and need not answer/,
    );
  });
});
