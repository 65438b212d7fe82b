/** What an admin reads of workflows, in the engine's own words and in plain ones. English only. */
import type { Verdict } from '../../recovery/judge.ts';
import type { WorkflowShown } from '../../read/workflow-tree.ts';

/** A workflow wakes a little before what it prepares, and some seconds after where many are due. */
const NEAR_MS = 2 * 60_000;

const near = (moment: { readonly at: Date } | null, at: Date | null): boolean =>
  moment !== null && at !== null && Math.abs(moment.at.getTime() - at.getTime()) <= NEAR_MS;

/** What it does at its next moment; null where none is set. */
export function saysNext({ status, stage, nextAt, waits }: WorkflowShown): string | null {
  if (nextAt === null || status === 'ended') return null;
  if (status === 'planned') return 'begins';
  if (stage === null) return waits.next === null ? 'looks again' : `starts ${waits.next.key}`;
  if (waits.next !== null && near(waits.next, nextAt)) return `opens ${waits.next.key}`;
  if (waits.due !== null && near(waits.due, nextAt)) return `calls ${waits.due.key} past its date`;
  if (waits.openTasks > 0) return 'brings what is open to someone who can help, or lets it lapse';
  return waits.events.length > 0 ? 'stops waiting for an event' : 'looks again';
}

/** What else it waits for, a line each. */
export function saysWaits({ status, stage, nextAt, waits }: WorkflowShown): string[] {
  if (status === 'starting') return ['for its first answer: it was started, and has committed nothing yet'];
  if (status !== 'running') return [];
  if (stage === null) {
    return waits.running === 0
      ? []
      : [`for the end of ${counted(waits.running, 'workflow')} that it started`];
  }
  return [
    ...(nextAt === null ? ['for the end of a pause: until then nothing opens or is called late'] : []),
    ...(waits.openTasks === 0 ? [] : [`for people: ${counted(waits.openTasks, 'task')} open`]),
    ...waits.events.map((event) => `for the event ${event}`),
  ];
}

export const counted = (n: number, thing: string): string =>
  `${n.toLocaleString('en')} ${thing}${n === 1 ? '' : 's'}`;

export const signs = {
  overdue: 'Its next moment passed more than ten minutes ago.',
  unheard: 'It was told something that it has not heard.',
  unstarted: 'It was started more than ten minutes ago and has not answered.',
} as const;

/** How Postgres and Temporal agree. */
export const verdicts: Readonly<Record<Verdict, string>> = {
  runs: 'Temporal runs it as Postgres has it.',
  ended: 'It has ended.',
  missing: 'Nothing runs for it in Temporal.',
  other_epoch: 'What runs in Temporal is of another epoch, and can commit nothing.',
  behind: 'Temporal has lost turns that Postgres has.',
  ahead: 'Temporal has turns that Postgres has lost.',
};

/** What came of an act, by the word that the page is reached with. */
export const outcomes: Readonly<Record<string, string>> = {
  retried: 'It is tried again now.',
  gone: 'That was not pending any more: it has been done, or tried again, meanwhile.',
  woken: 'It was told to look again.',
  'not-running': 'Nothing runs there that could be told or ended.',
  started: 'It was started from what Postgres keeps.',
  replaced: 'What ran was ended, and it was started from what Postgres keeps.',
  runs: 'It runs, and was left alone.',
  ended: 'It has ended: there is nothing to start.',
  busy: 'Somebody else is starting workflows again at this moment. Nothing was done.',
  terminated:
    'Its run was ended. It goes on when it is started again: here, or by the next sweep that misses it.',
  sweeping: 'A worker looks for drift now. What it finds stands here in a few minutes.',
};

export const actions: Readonly<Record<string, string>> = {
  'administrator.added': 'named an administrator',
  'administrator.removed': 'took an administrator off the list',
  'workflow.retry': 'had an activity tried again at once',
  'workflow.wake': 'told a workflow to look again',
  'workflow.restart': 'started a workflow from what Postgres keeps',
  'workflow.terminate': 'ended the run of a workflow',
  'workflows.rehydrate': 'started workflows again (rehydrate)',
  'workflows.sweep': 'had drift looked for',
  'message.resend': 'had a message sent again',
  'message.give_up': 'gave a message up',
  'sessions.end': 'ended the sign-ins of an address',
};
