import { describe, expect, test } from 'vitest';
import type { MessageRow } from '../../src/read/run-facts.ts';
import { planOf } from '../plan/fixtures.ts';
import {
  at,
  change,
  event,
  factsOf,
  KEY,
  message,
  messageStory,
  open,
  planned,
  story,
  task,
  texts,
} from './facts.ts';

const closed = {
  status: 'completed',
  closedAt: at('2016-10-04T20:02:00Z'),
  closedBy: 'mia',
} as const;

describe('a message that did not go out says why', () => {
  const stopped = message({ state: 'cancelled', reason: 'the task was closed' });

  test('its task was completed: when, on the clock of the receiver, and by whom', () => {
    const { didNotHappen, standing } = messageStory(stopped, { tasks: [task(closed)] });
    const said =
      'No reminder to lea on Wednesday 5 October 2016: the task was completed Tuesday 4 October 2016, 16:02 (America/New_York) by mia.';
    expect(texts(didNotHappen)).toEqual([said]);
    expect(standing[0]).toBe(said);
    expect(didNotHappen[0]?.at).toEqual({
      utc: '2016-10-05T21:00:00Z',
      local: '2016-10-05T17:00',
      zone: 'America/New_York',
    });
  });

  test('a receiver elsewhere reads it on their own clock', () => {
    const toMia = { ...stopped, key: `${KEY}/escalation.1/mia~lea`, kind: 'escalation.1', to: 'mia' };
    expect(texts(messageStory(toMia, { tasks: [task(closed)] }).didNotHappen)[0]).toBe(
      'No request to mia to help lea on Wednesday 5 October 2016: the task was completed Tuesday 4 October 2016, 14:02 (America/Denver) by mia.',
    );
  });

  test.each<[string, Partial<ReturnType<typeof task>>, string]>([
    [
      'waived, with the reason',
      { status: 'waived', closedAt: closed.closedAt, closedBy: 'mia', reason: 'clinic was closed' },
      'the task was waived Tuesday 4 October 2016, 16:02 (America/New_York) by mia (“clinic was closed”).',
    ],
    [
      'waived by the engine, which is no person',
      {
        status: 'waived',
        closedAt: closed.closedAt,
        closedBy: 'milepost',
        reason: 'the step was taken out of the plan',
      },
      'the task was waived Tuesday 4 October 2016, 16:02 (America/New_York) (“the step was taken out of the plan”).',
    ],
    [
      'lapsed, which nobody did',
      { status: 'lapsed', closedAt: closed.closedAt, closedBy: 'milepost' },
      'the task lapsed Tuesday 4 October 2016, 16:02 (America/New_York), when its time was over.',
    ],
  ])('its task was %s', (_what, end, said) => {
    expect(texts(messageStory(stopped, { tasks: [task(end)] }).didNotHappen)[0]).toContain(said);
  });

  test('a change took it away: which, whose, when', () => {
    const row = message({ state: 'cancelled', reason: 'it has no place in the new dates (change c-1)' });
    expect(texts(messageStory(row, { changes: [change()] }).didNotHappen)).toEqual([
      'No reminder to lea on Wednesday 5 October 2016: it has no place in the new dates by change c-1 of pat on Saturday 1 October 2016.',
    ]);
  });

  test('a change that nothing more is known of is named all the same', () => {
    const row = message({ state: 'cancelled', reason: 'its new time has passed (change c-9)' });
    expect(texts(messageStory(row).didNotHappen)[0]).toMatch(/its new time has passed by change c-9\.$/);
  });

  const cases: readonly (readonly [string, Partial<MessageRow>, string])[] = [
    [
      'no open hour was left',
      {
        state: 'suppressed',
        reason: 'the receiver’s closed hours left no room for it',
        why: ['x', 'Dropped: no open hour is left between the first message and the due time.'],
      },
      'dropped: no open hour is left between the first message and the due time.',
    ],
    [
      'a newer one took its place',
      { state: 'suppressed', reason: 'a newer message about the same task took its place' },
      'a newer message about the same task took its place.',
    ],
    ['its time had passed', { state: 'expired', reason: null }, 'its time passed before it could be sent.'],
    [
      'the mail server refused it',
      { state: 'bounced', reason: 'there is no such mailbox', reply: '550 5.1.1', attempts: 1 },
      'the mail server refused it for good: there is no such mailbox; the mail server answered 550 5.1.1.',
    ],
    [
      'it was given up',
      { state: 'not_sent', noRetry: true, attempts: 8, reply: '451' },
      'it was given up after 8 attempts; the mail server answered 451.',
    ],
  ];
  test.each(cases)('%s', (_what, more, said) => {
    expect(texts(messageStory(message(more)).didNotHappen)[0]).toBe(
      `No reminder to lea on Wednesday 5 October 2016: ${said}`,
    );
  });

  test('its address bounced before: since when', () => {
    const row = message({ state: 'suppressed', reason: 'this address bounced before' });
    const people = factsOf('it').people.map((person) => ({
      ...person,
      bouncedAt: at('2016-09-30T14:00:00Z'),
    }));
    expect(texts(messageStory(row, { people }).didNotHappen)[0]).toContain(
      'a mail server said Friday 30 September 2016, 10:00 (America/New_York) that the address of lea does not exist.',
    );
  });
});

describe('where a message stands', () => {
  const standing = (more: Partial<MessageRow>): string => messageStory(message(more)).standing[0] ?? '';
  const soon = { attemptAt: at('2016-10-11T13:00:00Z') };

  test.each<[string, Partial<MessageRow>, string]>([
    ['waiting', soon, 'It waits, and goes out Tuesday 11 October 2016, 09:00 (America/New_York).'],
    ['due', {}, 'It is due to go out now; its time was Wednesday 5 October 2016, 17:00 (America/New_York).'],
    [
      'staged',
      { state: 'staged', ...soon },
      'It is ready and leaves Tuesday 11 October 2016, 09:00 (America/New_York).',
    ],
    [
      'held',
      { state: 'held', reason: 'the program is paused' },
      'It is held: the program is paused. Nothing sends it until',
    ],
    ['on the wire', { state: 'sending', attempts: 2 }, 'It is being sent at this moment (attempt 2).'],
    [
      'on the wire while its task closes',
      { state: 'sending', attempts: 1, noRetry: true },
      'Its task was closed meanwhile: no further attempt follows.',
    ],
    [
      'sent',
      { state: 'sent', attempts: 2, reply: '250', sentAt: at('2016-10-05T21:30:00Z') },
      'It was sent Wednesday 5 October 2016, 17:30 (America/New_York), on attempt 2; the mail server answered 250.',
    ],
    [
      'tried again',
      { state: 'not_sent', attempts: 1, reply: '451', reason: 'the mail server asked to wait', ...soon },
      'It has not left yet, after 1 attempt: the mail server asked to wait; the mail server answered 451. The next attempt is Tuesday',
    ],
    [
      'in doubt',
      { state: 'in_doubt', attempts: 1, reason: 'the connection was lost', ...soon },
      'It may have arrived: the connection was lost. It goes out once more, under the same Message-ID, Tuesday',
    ],
    ['in doubt for good', { state: 'in_doubt', noRetry: true }, 'It may have arrived. It is not sent again.'],
    [
      'bounced',
      { state: 'bounced', reply: '550 5.1.1', reason: 'there is no such mailbox' },
      'It did not arrive: the mail server refused it for good (550 5.1.1): there is no such mailbox.',
    ],
  ])('%s', (_what, more, said) => {
    expect(standing(more)).toContain(said);
  });

  test('to whom, how, in which language, on whose clock', () => {
    expect(messageStory(message({ to: 'mia', language: 'es' })).standing[1]).toBe(
      'To mia by email, in Spanish, on the clock of America/Denver.',
    );
  });

  test('a message that may have arrived is not said to have not', () => {
    expect(messageStory(message({ state: 'in_doubt', noRetry: true })).didNotHappen).toEqual([]);
  });
});

describe('what happened to a message', () => {
  test('is told in order: written when the step opened, doubted, sent, and the task’s own way beside it', () => {
    const row = message({ state: 'sent', attempts: 2, reply: '250', sentAt: at('2016-10-05T21:30:00Z') });
    const { happened } = messageStory(row, {
      tasks: [task(closed)],
      events: [
        event('step.opened', '2016-09-23T13:00:00Z'),
        event('message.in_doubt', '2016-10-05T21:00:00Z', { key: row.key }),
      ],
    });
    expect(texts(happened)).toEqual([
      'Written into the outbox Friday 23 September 2016, 09:00 (America/New_York), when the step opened.',
      'The task was lea’s from Friday 23 September 2016, 09:00 (America/New_York).',
      'The task was completed Tuesday 4 October 2016, 16:02 (America/New_York) by mia.',
      'The connection was lost after the reminder to lea had left: it may have arrived.',
      'Reminder to lea: sent Wednesday 5 October 2016, 17:30 (America/New_York), on attempt 2; the mail server answered 250.',
    ]);
  });

  test('one that was on its way at completion is the one that could not be called back', () => {
    const row = message({ state: 'sent', onWire: { attempt: 1, at: '2016-10-05T21:00:01Z' } });
    expect(texts(messageStory(row).happened)).toContain(
      'The reminder to lea was on its way to the mail server already (attempt 1) when the task was closed: it could not be called back, and no further attempt followed.',
    );
  });

  test('one that was given up names the task that asks somebody to look', () => {
    const row = message({ state: 'bounced' });
    const repair = {
      task: 'program/all/undelivered-message/abc',
      status: 'assigned',
      message: row.key,
    } as const;
    const { happened } = messageStory(row, {
      events: [event('message.failed', '2016-10-05T21:00:00Z', { key: row.key })],
      repairs: [repair],
    });
    expect(texts(happened)).toContain(
      'The reminder to lea was given up; a task asks the program lead to look at it (program/all/undelivered-message/abc, assigned).',
    );
  });

  test('one that a change wrote, and the one that went out for the old date, know of each other', () => {
    const old = message({ state: 'sent', sentAt: at('2016-09-28T21:00:00Z') });
    const anew = message({
      id: 'b',
      key: `${KEY}/reminder.1/lea@2`,
      createdAt: at('2016-10-01T15:00:00Z'),
      attemptAt: at('2016-10-19T21:00:00Z'),
    });
    const { happened } = messageStory(anew, { messages: [old, anew], changes: [change()] });
    expect(texts(happened)).toEqual(
      expect.arrayContaining([
        'Written into the outbox Saturday 1 October 2016, 11:00 (America/New_York), by change c-1 of pat.',
        `The same message for another date is ${old.key}. It was sent Wednesday 28 September 2016, 17:00 (America/New_York).`,
      ]),
    );
  });
});

describe('a message that is not written', () => {
  const key = `${KEY}/reminder.1/lea`;
  const ahead = { now: at('2016-09-01T16:00:00Z') };

  test('is told from the plan: when it will be written and sent, with the reasons that the plan gives', () => {
    const {
      standing,
      because,
      ahead: comes,
      subject,
    } = story(factsOf('it', ahead), { kind: 'message', key });
    expect(standing[0]).toBe(
      'It is not written yet: the step has not opened. It will be written Friday 23 September 2016, 09:00 (America/New_York), to go out Wednesday 5 October 2016, 17:00 (America/New_York).',
    );
    expect(because[0]).toEqual({
      of: 'message',
      why: ['2 business days before it is due (Friday 7 October 2016, 17:00).'],
    });
    expect(texts(comes)).toEqual([
      'Reminder to lea Wednesday 5 October 2016, 17:00 (America/New_York), once the step has opened.',
    ]);
    expect(subject.title).toBe('Reminder to lea: The step it');
  });

  test('is told as a forecast while the event that dates it is to come', () => {
    const told = story(factsOf('waits', ahead), {
      kind: 'message',
      key: 'program/team/waits/once/assigned/lea',
    });
    expect(told.standing[0]).toContain('By the forecast it will be written');
    expect(told.ahead[0]?.text).toContain('New task to lea, by the forecast, ');
  });

  test('is told as if the event came now where the forecast has passed', () => {
    const told = story(factsOf('opens-anyhow'), {
      kind: 'message',
      key: 'program/team/opens-anyhow/once/assigned/lea',
    });
    // Monday 10 October 2016 is Columbus Day.
    expect(told.standing[0]).toContain(
      'If the event came now, it would be written Monday 10 October 2016, 12:00 (America/New_York), to go out Tuesday 11 October 2016, 07:00',
    );
    expect(told.ahead[0]?.text).toContain('New task to lea, if the event came now, Tuesday 11 October');
  });

  test('though its step is open: the task was closed before, or a change left it out', () => {
    const subject = { kind: 'message', key } as const;
    expect(texts(story(open({ tasks: [task(closed)] }), subject).didNotHappen)).toEqual([
      'No reminder to lea on Wednesday 5 October 2016: the task was completed Tuesday 4 October 2016, 16:02 (America/New_York) by mia.',
    ]);
    expect(story(open({ changes: [change()] }), subject).standing[0]).toContain(
      'Where a change moves dates, what would have to go out in the past is left out.',
    );
  });

  test('and that no plan would cause has no story', () => {
    expect(() => story(factsOf('it'), { kind: 'message', key: `${KEY}/reminder.7/lea` })).toThrow(/no story/);
  });

  test('and that closed hours leave no room for says so, alone and in the story of its step', () => {
    // Away from the day on which the step opens until the day after it is due.
    const daysOff = Array.from({ length: 18 }, (_, n) =>
      new Date(Date.UTC(2016, 8, 21 + n)).toISOString().slice(0, 10),
    );
    const away = planOf(planned.roadmap, { people: { lea: { daysOff } } });
    const facts = factsOf('it', ahead);
    const said = 'No new task to lea: dropped: its receiver’s closed hours leave no room for it.';
    const alone = story(facts, { kind: 'message', key: `${KEY}/assigned/lea` }, away.ctx);
    expect(alone.standing[0]).toBe(
      'It will not be written: its receiver’s closed hours leave no room for it.',
    );
    expect(texts(alone.didNotHappen)).toEqual([said]);
    expect(alone.because[0]?.why.join(' ')).toContain('a day off');
    expect(texts(story(facts, { kind: 'step', key: KEY }, away.ctx).didNotHappen)[0]).toBe(said);
  });
});

describe('what a change did to a message', () => {
  const lines = [
    'step team/it/once moves: due 2016-10-07T21:00:00Z -> 2016-10-21T21:00:00Z',
    `message ${KEY}/reminder.1/lea moves: 2016-10-05T21:00:00Z -> 2016-10-19T21:00:00Z`,
    `message ${KEY}/escalation.1/mia~lea cancels: 2016-10-12T21:00:00Z -> -`,
  ];

  test('is in the story of that message alone, with the old and the new time', () => {
    const { changes } = messageStory(message(), { changes: [change({ lines })] });
    expect(changes).toEqual([
      {
        id: 'c-1',
        kind: 'shift',
        by: 'pat',
        at: { utc: '2016-10-01T15:00:00Z', local: '2016-10-01T11:00', zone: 'America/New_York' },
        inForce: true,
        text: 'Change c-1 of pat, Saturday 1 October 2016, 11:00 (America/New_York): Move team team 14 days later.',
        effects: [
          'The reminder to lea: to go out Wednesday 5 October 2016, 17:00 (America/New_York) before, Wednesday 19 October 2016, 17:00 (America/New_York) now.',
        ],
      },
    ]);
  });

  test('is in the story of the task in full', () => {
    const { changes } = story(open({ changes: [change({ lines })] }), { kind: 'task', key: KEY });
    expect(changes[0]?.effects).toEqual([
      'The step: due Friday 7 October 2016, 17:00 (America/New_York) before, Friday 21 October 2016, 17:00 (America/New_York) now.',
      expect.stringContaining('The reminder to lea: to go out'),
      'The request to mia to help lea: cancelled; it was to go out Wednesday 12 October 2016, 15:00 (America/Denver).',
    ]);
  });

  test('that was taken back says by which change and whose', () => {
    const undo = change({
      id: 'c-2',
      kind: 'undo',
      edit: { undoes: 'c-1' },
      by: 'carl',
      at: at('2016-10-02T15:00:00Z'),
    });
    const { changes } = story(open({ changes: [change({ status: 'undone' }), undo] }), {
      kind: 'task',
      key: KEY,
    });
    expect(texts(changes)).toEqual([
      'Change c-1 of pat, Saturday 1 October 2016, 11:00 (America/New_York): Move team team 14 days later; taken back by change c-2 of carl, Sunday 2 October 2016, 11:00 (America/New_York).',
      'Change c-2 of carl, Sunday 2 October 2016, 11:00 (America/New_York): Take back c-1.',
    ]);
    expect(changes[0]?.inForce).toBe(false);
  });

  test('that put the task into other hands: whose, and who made it', () => {
    const away = change({
      kind: 'absence',
      edit: {
        kind: 'absence',
        change: 'c-1',
        at: 0,
        scope: {},
        person: 'lea',
        from: '2016-10-03',
        until: '2016-10-14',
        cover: 'mia',
      },
      lines: [
        `task ${KEY} hands: lea -> mia`,
        `message ${KEY}/handover/mia appears: - -> at once`,
        `task ${KEY}/max appears: - -> max`,
      ],
    });
    const { changes } = story(open({ changes: [away] }), { kind: 'task', key: KEY });
    expect(changes[0]).toMatchObject({
      text: 'Change c-1 of pat, Saturday 1 October 2016, 11:00 (America/New_York): lea is away from 2016-10-03 to 2016-10-14; mia covers.',
      effects: [
        'The task: from the hands of lea into those of mia.',
        'The handover to mia: added, to go out at once.',
        'The task: added, for max.',
      ],
    });
  });

  test('of a kind that this code does not know is named by its kind, its lines as they stand', () => {
    const odd = change({
      kind: 'odd',
      edit: { person: 'lea' },
      lines: [`message ${KEY}/reminder.1/lea to mia`],
    });
    const { changes } = messageStory(message(), { changes: [odd] });
    expect(changes[0]).toMatchObject({
      text: 'Change c-1 of pat, Saturday 1 October 2016, 11:00 (America/New_York): odd.',
      effects: [`message ${KEY}/reminder.1/lea to mia`],
    });
  });
});
