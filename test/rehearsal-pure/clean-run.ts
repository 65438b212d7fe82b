import type { Facts, Mail, PersonFact, StepFact, TaskFact } from '../../src/rehearsal/checker/types.ts';

/** A small run without a fault. Example data: a team of two people and an advisor in Denver, two steps in a row. */
const person = (id: string, language = 'en'): PersonFact => ({
  id,
  email: `${id}@example.org`,
  language,
  zone: 'America/Denver',
  quiet: { from: '19:00', to: '07:00' },
  holidays: new Set(['2016-07-04', '2016-07-20']),
});

const step = (id: string, opensAt: string, follows: readonly string[] = []): StepFact => ({
  program: 'demo',
  team: 'north',
  step: id,
  occurrence: 'once',
  opensAt: Date.parse(opensAt),
  follows,
  excuse: null,
});

const task = (key: string, times: { opened: string; due: string; closed?: string }): TaskFact => ({
  key: `demo/north/${key}`,
  volunteer: key.endsWith('/ada'),
  openedAt: Date.parse(times.opened),
  dueAt: Date.parse(times.due),
  dueBefore: [],
  closedAt: times.closed === undefined ? null : Date.parse(times.closed),
  mailsBefore: null,
});

/** 09:00 in Denver in summer is 15:00Z. */
export const mail = (row: number, key: string, at: string, change: Partial<Mail> = {}): Mail => {
  const to = key.split('/').at(-1)?.split('~')[0] ?? '';
  return {
    row,
    key: `demo/north/${key}`,
    messageId: `<${key}@milepost>`,
    to: `${to}@example.org`,
    language: to === 'eva' ? 'es' : 'en',
    at: Date.parse(at),
    ...change,
  };
};

export const cleanFacts: Facts = {
  people: [person('leo'), person('eva', 'es'), person('ada')],
  steps: [
    step('read', '2016-07-01T15:00:00Z'),
    step('reflect', '2016-07-08T15:00:00Z', ['read']),
    { ...step('publish', '2016-07-09T15:00:00Z'), excuse: 'done by the engine' },
  ],
  tasks: [
    task('read/once/eva', {
      opened: '2016-07-01T15:00Z',
      due: '2016-07-07T23:00Z',
      closed: '2016-07-13T16:00Z',
    }),
    task('read/once/ada', { opened: '2016-07-01T15:00Z', due: '2016-07-07T23:00Z' }),
    task('reflect/once', {
      opened: '2016-07-08T15:00Z',
      due: '2016-07-15T23:00Z',
      closed: '2016-07-08T15:00Z',
    }),
  ],
  held: [
    {
      key: 'demo/north/reflect/once',
      gate: 'ready',
      openedAt: Date.parse('2016-07-08T15:00Z'),
      gateOpenAt: Date.parse('2016-07-08T15:00Z'),
      latestAt: Date.parse('2016-07-12T15:00Z'),
    },
    {
      key: 'demo/north/share/once',
      gate: 'told',
      openedAt: Date.parse('2016-07-12T15:00Z'),
      gateOpenAt: null,
      latestAt: Date.parse('2016-07-12T15:00Z'),
    },
  ],
  asking: [
    {
      key: 'demo/north/offer/M01',
      plannedAt: Date.parse('2016-08-01T15:00Z'),
      openedAt: Date.parse('2016-08-01T15:00Z'),
    },
  ],
  onWire: new Set(['demo/north/read/once/reminder.2/eva']),
  inDoubt: new Set(['demo/north/read/once/assigned/ada']),
  sent: ['demo/north/read/once/assigned/eva', 'demo/north/read/once/overdue/eva'],
};

export const cleanMails: readonly Mail[] = [
  mail(0, 'read/once/assigned/eva', '2016-07-01T15:00:00Z'),
  mail(1, 'read/once/assigned/ada', '2016-07-01T15:00:00Z'),
  mail(2, 'read/once/assigned/ada', '2016-07-01T15:00:00Z'),
  mail(3, 'read/once/overdue/eva', '2016-07-07T23:00:00Z'),
  mail(4, 'reflect/once/assigned/leo', '2016-07-08T15:00:00Z'),
  mail(5, 'read/once/escalation.1/leo~eva', '2016-07-12T15:00:00Z'),
  // On the wire when eva answered, one minute before.
  mail(6, 'read/once/reminder.2/eva', '2016-07-13T16:01:00Z'),
];
