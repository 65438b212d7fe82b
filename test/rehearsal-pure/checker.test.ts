import { describe, expect, it } from 'vitest';
import { broken, redelivered } from '../../src/rehearsal/checker/broken.ts';
import type { BrokenKind, Facts, Mail } from '../../src/rehearsal/checker/types.ts';
import { cleanFacts, cleanMails, mail } from './clean-run.ts';

const kindsOf = (mails: readonly Mail[], facts: Facts = cleanFacts) =>
  broken(mails, facts).map(({ kind, key }) => `${kind} ${key}`);

/** One violation each: a mail that should not be there, or facts that say otherwise. */
const planted: readonly {
  readonly kind: BrokenKind;
  readonly case: string;
  readonly key: string;
  readonly mail?: Mail;
  readonly facts?: Facts;
}[] = [
  {
    kind: 'sent_after_completion',
    case: 'a mail after the task was closed, by program time',
    key: 'demo/north/read/once/reminder.3/eva',
    mail: mail(7, 'read/once/reminder.3/eva', '2016-07-13T16:15:00Z'),
  },
  {
    kind: 'sent_after_completion',
    case: 'a mail at the very instant of the answer, but in a later row',
    key: 'demo/north/reflect/once/assigned/leo',
    facts: {
      ...cleanFacts,
      tasks: cleanFacts.tasks.map((task) =>
        task.key.endsWith('reflect/once') ? { ...task, mailsBefore: 4 } : task,
      ),
    },
  },
  {
    kind: 'in_quiet_hours',
    case: 'a mail at 06:59 on the receiver’s wall clock',
    key: 'demo/north/read/once/reminder.1/eva',
    mail: mail(7, 'read/once/reminder.1/eva', '2016-07-06T12:59:00Z'),
  },
  {
    kind: 'on_holiday',
    case: 'a mail on Independence Day',
    key: 'demo/north/read/once/reminder.1/eva',
    mail: mail(7, 'read/once/reminder.1/eva', '2016-07-04T15:00:00Z'),
  },
  {
    kind: 'before_its_time',
    case: 'a reminder before the step opens',
    key: 'demo/north/reflect/once/reminder.1/leo',
    mail: mail(7, 'reflect/once/reminder.1/leo', '2016-07-08T14:00:00Z'),
  },
  {
    kind: 'twice',
    case: 'a second delivery that no doubt excuses',
    key: 'demo/north/read/once/overdue/eva',
    mail: mail(7, 'read/once/overdue/eva', '2016-07-07T23:00:00Z'),
  },
  {
    kind: 'twice',
    case: 'a second delivery under another Message-ID, doubt or not',
    key: 'demo/north/read/once/assigned/ada',
    mail: mail(7, 'read/once/assigned/ada', '2016-07-01T15:00:00Z', { messageId: '<other@milepost>' }),
  },
  {
    kind: 'lost',
    case: 'a message written down as sent that never arrived',
    key: 'demo/north/reflect/once/reminder.1/leo',
    facts: { ...cleanFacts, sent: ['demo/north/reflect/once/reminder.1/leo'] },
  },
  {
    kind: 'out_of_order',
    case: 'a step’s first mail before that of the step it follows, to one person',
    key: 'demo/north/reflect/once/assigned/leo',
    mail: mail(7, 'read/once/assigned/leo', '2016-07-11T15:00:00Z'),
    facts: { ...cleanFacts, tasks: cleanFacts.tasks.filter((task) => !task.key.includes('reflect')) },
  },
  {
    kind: 'out_of_order',
    case: 'an escalation before the task is due',
    key: 'demo/north/read/once/escalation.2/leo~eva',
    mail: mail(7, 'read/once/escalation.2/leo~eva', '2016-07-07T15:00:00Z'),
  },
  {
    kind: 'past_its_gate',
    case: 'a step that opens while its gate is neither met nor waived, before its latest date',
    key: 'demo/north/share/once',
    facts: {
      ...cleanFacts,
      held: cleanFacts.held.map((held) => ({ ...held, latestAt: held.latestAt + 60_000 })),
    },
  },
  {
    kind: 'past_its_gate',
    case: 'a step that opens before its gate is met',
    key: 'demo/north/reflect/once',
    facts: {
      ...cleanFacts,
      held: cleanFacts.held.map((held) => ({
        ...held,
        gateOpenAt: held.gateOpenAt === null ? null : held.gateOpenAt + 60_000,
      })),
    },
  },
  {
    kind: 'asking_held',
    case: 'a month’s asking that opens a minute after its planned time',
    key: 'demo/north/offer/M01',
    facts: {
      ...cleanFacts,
      asking: cleanFacts.asking.map((asking) => ({ ...asking, plannedAt: asking.plannedAt - 60_000 })),
    },
  },
  {
    kind: 'missed',
    case: 'a step of which nothing came',
    key: 'demo/north/publish/once',
    facts: { ...cleanFacts, steps: cleanFacts.steps.map((step) => ({ ...step, excuse: null })) },
  },
  {
    kind: 'wrong_person',
    case: 'a receiver who takes no part',
    key: 'demo/north/read/once/reminder.1/zoe',
    mail: mail(7, 'read/once/reminder.1/zoe', '2016-07-06T15:00:00Z'),
  },
  {
    kind: 'wrong_person',
    case: 'another’s address',
    key: 'demo/north/read/once/reminder.1/eva',
    mail: mail(7, 'read/once/reminder.1/eva', '2016-07-06T15:00:00Z', { to: 'leo@example.org' }),
  },
  {
    kind: 'wrong_person',
    case: 'another’s language',
    key: 'demo/north/read/once/reminder.1/eva',
    mail: mail(7, 'read/once/reminder.1/eva', '2016-07-06T15:00:00Z', { language: 'en' }),
  },
  {
    kind: 'wrong_person',
    case: 'a mail without a key',
    key: '',
    mail: mail(7, 'read/once/reminder.1/eva', '2016-07-06T15:00:00Z', { key: '' }),
  },
  {
    kind: 'advisor_pressed',
    case: 'an advisor called overdue',
    key: 'demo/north/read/once/overdue/ada',
    mail: mail(7, 'read/once/overdue/ada', '2016-07-11T15:00:00Z'),
  },
];

describe('the checker', () => {
  it('finds nothing in a run without a fault', () => {
    expect(broken(cleanMails, cleanFacts)).toEqual([]);
  });

  it.each(planted)('finds $kind, and nothing else: $case', ({ kind, key, mail: extra, facts }) => {
    const mails = extra === undefined ? cleanMails : [...cleanMails, extra];
    expect(kindsOf(mails, facts)).toEqual([`${kind} ${key}`]);
  });

  it('counts a repeat of a message in doubt under its own Message-ID apart from what is broken', () => {
    expect(redelivered(cleanMails, cleanFacts)).toEqual([
      { key: 'demo/north/read/once/assigned/ada', messageId: '<read/once/assigned/ada@milepost>', extra: 1 },
    ]);
  });

  it('calls the same repeat broken where the row was never in doubt', () => {
    expect(kindsOf(cleanMails, { ...cleanFacts, inDoubt: new Set() })).toEqual([
      'twice demo/north/read/once/assigned/ada',
    ]);
  });

  it.each([
    [
      'a mail after that is broken',
      '2016-07-06T00:00:00Z',
      ['out_of_order demo/north/read/once/escalation.2/leo~eva@2'],
    ],
    ['a mail before that is not', '2016-07-08T00:00:00Z', []],
  ])('goes by the due date in force where a change moved it: %s', (_, until, found) => {
    const dueBefore = [{ dueAt: Date.parse('2016-07-05T23:00:00Z'), until: Date.parse(until) }];
    const tasks = cleanFacts.tasks.map((task) => ({ ...task, dueBefore }));
    const again = mail(7, 'read/once/escalation.2/leo~eva@2', '2016-07-07T15:00:00Z', {
      to: 'leo@example.org',
    });
    expect(kindsOf([...cleanMails, again], { ...cleanFacts, tasks })).toEqual(found);
  });

  it('judges quiet hours by current zone rules: 07:00 in Vancouver in December 2026 is not quiet', () => {
    const people = cleanFacts.people.map((person) => ({ ...person, zone: 'America/Vancouver' }));
    // UTC-7 all year since 2026: 14:00Z is 07:00. An older rule would say 06:00.
    const late = mail(7, 'read/once/notice/eva', '2026-12-01T14:00:00Z');
    const tasks = cleanFacts.tasks.filter((task) => !task.key.includes('/eva'));
    expect(kindsOf([...cleanMails, late], { ...cleanFacts, people, tasks })).toEqual([]);
  });
});
