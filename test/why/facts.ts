import type { ChangeRow, EventRow, MessageRow, RunFacts, TaskRow } from '../../src/read/run-facts.ts';
import { storyOf } from '../../src/why/story.ts';
import type { PlanContext, Story, Subject } from '../../src/why/index.ts';
import { makeRoadmap, planOf, step } from '../plan/fixtures.ts';

/** Invented example data: no such person or place exists. */

export const at = (utc: string): Date => new Date(utc);

const roadmap = makeRoadmap({
  steps: [
    step('it', { businessDay: 5, month: 'M3' }, { reminders: ['2bd'] }),
    step('asks', { businessDay: 1, month: 'M3' }, { emits: 'answered', audience: ['clinic_leader'] }),
    step('waits', {
      onEvent: 'answered',
      by: '5bd',
      latest: { businessDay: 15, month: 'M3' },
      otherwise: 'skip',
    }),
    step('opens-anyhow', {
      onEvent: 'answered',
      by: '5bd',
      latest: { businessDay: 20, month: 'M3' },
      otherwise: 'open',
    }),
    step('all-do', { businessDay: 5, month: 'M3' }, { assign: 'each', audience: ['team_lead', 'member'] }),
    step('tells', { businessDay: 4, month: 'M2', time: '09:00' }, { kind: 'automatic', minutes: 0 }),
    step('nobody', { businessDay: 5, month: 'M3' }, { audience: ['staff'] }),
  ],
});

export const planned = { roadmap, ...planOf(roadmap, { team: { staff: [] } }) };

/** One run of the small program’s step `id`, in October 2016, of which nothing has happened yet. */
export function factsOf(id: string, more: Partial<RunFacts> = {}): RunFacts {
  return {
    ref: { program: 'program', team: 'team', step: id, occurrence: 'once' },
    now: at('2016-10-10T16:00:00Z'),
    program: {
      title: 'A program',
      status: 'running',
      zone: 'America/New_York',
      version: 1,
      roadmap: { id: 'small', version: '1.2.3' },
      tzdata: '2026f',
    },
    title: `The step ${id}`,
    planned: [{ version: 1, until: null, zone: 'America/New_York', planned: planned.step(id) }],
    status: 'planned',
    stage: {
      stage: 'main',
      occurrence: 'once',
      status: 'running',
      startsAt: at('2016-07-01T13:00:00Z'),
      closesAt: null,
      startedAt: at('2016-07-01T13:00:00Z'),
      endedAt: null,
    },
    dating: null,
    emitters: [],
    tasks: [],
    messages: [],
    events: [],
    changes: [],
    repairs: [],
    gate: null,
    people: ['lea', 'mia', 'carl', 'pat'].map((person) => ({
      id: person,
      name: person,
      zone: person === 'mia' ? 'America/Denver' : 'America/New_York',
      bouncedAt: null,
    })),
    ...more,
  };
}

export const KEY = 'program/team/it/once';

export const task = (more: Partial<TaskRow> = {}): TaskRow => ({
  key: KEY,
  kind: 'task',
  status: 'assigned',
  level: 0,
  volunteer: false,
  owner: 'lea',
  eligible: ['lea'],
  openedAt: at('2016-09-23T13:00:00Z'),
  dueAt: at('2016-10-07T21:00:00Z'),
  closedAt: null,
  closedBy: null,
  reason: null,
  withdrawnBy: null,
  ...more,
});

export const message = (more: Partial<MessageRow> = {}): MessageRow => ({
  id: '01J0000000000000000000000A',
  key: `${KEY}/reminder.1/lea`,
  task: KEY,
  kind: 'reminder.1',
  to: 'lea',
  about: 'lea',
  channel: 'email',
  language: 'en',
  state: 'pending',
  planVersion: 1,
  sendAt: at('2016-10-05T21:00:00Z'),
  attemptAt: at('2016-10-05T21:00:00Z'),
  notAfter: null,
  expiresAt: null,
  attempts: 0,
  noRetry: false,
  reply: null,
  reason: null,
  why: ['2 business days before it is due (Friday 7 October 2016, 17:00).'],
  createdAt: at('2016-09-23T13:00:00Z'),
  sentAt: null,
  onWire: null,
  ...more,
});

export const event = (type: string, utc: string, more: Partial<EventRow> = {}): EventRow => ({
  at: at(utc),
  type,
  key: KEY,
  actor: null,
  ...more,
});

export const change = (more: Partial<ChangeRow> = {}): ChangeRow => ({
  id: 'c-1',
  kind: 'shift',
  edit: { kind: 'shift', change: 'c-1', at: 0, scope: { team: 'team' }, days: 14 },
  status: 'applied',
  by: 'pat',
  at: at('2016-10-01T15:00:00Z'),
  version: 2,
  lines: [],
  ...more,
});

/** An open run of `it` with its one task. */
export const open = (more: Partial<RunFacts> = {}): RunFacts =>
  factsOf('it', {
    status: 'open',
    tasks: [task()],
    events: [event('step.opened', '2016-09-23T13:00:00Z')],
    ...more,
  });

export function story(facts: RunFacts, subject: Subject, plan: PlanContext | null = planned.ctx): Story {
  const told = storyOf(facts, subject, { plan });
  if (told === null) throw new Error(`there is no story of ${subject.key}`);
  return told;
}

/** The story of one message of an open run. */
export const messageStory = (row: MessageRow, more: Partial<RunFacts> = {}): Story =>
  story(open({ messages: [row], ...more }), { kind: 'message', key: row.key });

export const texts = (all: readonly { readonly text: string }[]): string[] => all.map(({ text }) => text);
