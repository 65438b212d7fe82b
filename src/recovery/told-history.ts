/** The history of a workflow as a story: what it was told, what it decided, what came of it. Ids only; pure. */
import type { CommandRequest } from '../contracts/messages.ts';
import type { StageTurnInput, StartTeamsInput, TimelineTurnInput } from '../contracts/turns.ts';
import type { StageInput, TimelineInput } from '../contracts/workflow-inputs.ts';
import type { StageEffect } from '../domain/stage.ts';

/** An event as far as it tells something. `given` and `gave` are what was handed in and out, read already. */
export interface PlainEvent {
  readonly id: number;
  /** Ms. */
  readonly at: number;
  /** As Temporal names it: `activityTaskScheduled`. */
  readonly type: string;
  /** What it is about: an activity, a signal, an update; the summary of a timer; why a run was terminated. */
  readonly name: string | null;
  readonly given?: unknown;
  readonly gave?: unknown;
  /** The event that this one follows: of an activity or timer its beginning. */
  readonly of?: number;
  /** When a timer fires, ms. */
  readonly until?: number;
  readonly failure?: Failure;
}

export interface Failure {
  readonly type: string | null;
  /** Its first line. */
  readonly message: string;
}

export interface StoryLine {
  /** Ms. */
  readonly at: number;
  /** The event in which it begins. */
  readonly event: number;
  readonly text: string;
  /** Something went wrong here. */
  readonly amiss: boolean;
  /** Moments that the text names by `{0}`, `{1}`, ms: whoever shows it says them in their own clock. */
  readonly moments: readonly number[];
}

const commits = new Set(['commitStageTurn', 'commitTimelineTurn']);

/** Tells a stretch of a history, in its order. What only keeps a workflow going is left out. */
export function toldHistory(events: readonly PlainEvent[]): StoryLine[] {
  const ends = new Map(
    events.flatMap((event) =>
      /^activityTask(Completed|Failed|TimedOut|Canceled)$/.test(event.type) && event.of !== undefined
        ? [[event.of, event] as const]
        : [],
    ),
  );
  return events.flatMap((event) => {
    const told = tell(event, ends.get(event.id));
    if (told === null) return [];
    const { text, amiss = false, moments = [] } = typeof told === 'string' ? { text: told } : told;
    return [{ at: event.at, event: event.id, text, amiss, moments }];
  });
}

type Told = string | null | { text: string; amiss?: boolean; moments?: readonly number[] };

function tell(event: PlainEvent, end: PlainEvent | undefined): Told {
  const { type, name, given, failure } = event;
  const cause = failure === undefined ? '' : `: ${sayFailure(failure)}`;
  switch (type) {
    case 'workflowExecutionStarted':
      return start(given as StageInput | TimelineInput | undefined);
    case 'activityTaskScheduled':
      return activity(event, end);
    case 'timerStarted':
      return {
        text: `Sleeps until {0}${name === null ? '' : `, for: ${name}`}.`,
        moments: [event.until ?? event.at],
      };
    case 'timerFired':
      return 'Woke.';
    case 'workflowExecutionSignaled':
      return signal(name ?? '', given);
    case 'workflowExecutionUpdateAccepted':
      return update(name ?? '', given);
    case 'signalExternalWorkflowExecutionInitiated':
      return `Told another workflow: ${name ?? 'something'}.`;
    case 'signalExternalWorkflowExecutionFailed':
      return { text: 'That workflow was not there to hear it.', amiss: true };
    case 'workflowTaskFailed':
      return { text: `Could not think on${cause}. Its state did not move.`, amiss: true };
    case 'workflowTaskTimedOut':
      return { text: 'A worker took it up and did not answer in time; another went on.', amiss: true };
    case 'workflowExecutionCompleted':
      return 'Ended: all that it had to do is done.';
    case 'workflowExecutionContinuedAsNew':
      return 'Renewed itself: a new run goes on, with a short history.';
    case 'workflowExecutionFailed':
      return { text: `Failed${cause}.`, amiss: true };
    case 'workflowExecutionTimedOut':
      return { text: 'Ran out of time.', amiss: true };
    case 'workflowExecutionTerminated':
      return { text: `Was terminated${name === null ? '' : `: ${name}`}.`, amiss: true };
    case 'workflowExecutionCanceled':
      return { text: 'Was cancelled.', amiss: true };
    default:
      return null;
  }
}

const sayFailure = ({ type, message }: Failure): string => (type === null ? message : `${type}, ${message}`);

function start(input: StageInput | TimelineInput | undefined): string {
  if (input === undefined) return 'Started.';
  const { epoch, carried } = input;
  if (carried === undefined) return `Started, in epoch ${epoch}.`;
  const from = carried.restarted === true ? 'from what Postgres keeps' : 'as the renewal of an older run';
  return `Started in epoch ${epoch}, ${from}: goes on after turn ${carried.version}.`;
}

function activity({ name, given }: PlainEvent, end: PlainEvent | undefined): Told {
  const went =
    end === undefined
      ? ' This has not been done yet.'
      : end.type === 'activityTaskCompleted'
        ? ''
        : ` This failed${end.failure === undefined ? '' : `: ${sayFailure(end.failure)}`}.`;
  const amiss = end !== undefined && end.type !== 'activityTaskCompleted';
  if (!commits.has(name ?? '')) {
    if (/^load/.test(name ?? '')) return went === '' ? null : { text: `Reads the plan.${went}`, amiss };
    if (name === 'startTeams') {
      const teams = (given as StartTeamsInput | undefined)?.teams ?? [];
      return { text: `Starts ${some(teams.map((team) => `team ${team}`))}.${went}`, amiss };
    }
    return { text: `Does ${name ?? 'something'}.${went}`, amiss };
  }
  const turn = given as StageTurnInput | TimelineTurnInput | undefined;
  if (turn === undefined) return { text: `Writes what it decided.${went}`, amiss };
  const thought = (end?.gave as { planChanged?: true } | null | undefined)?.planChanged === true;
  const done =
    'effects' in turn ? turn.effects.map(sayEffect) : turn.start.map(({ key }) => `started ${key}`);
  const what = done.length === 0 ? 'nothing was to be done' : some(done);
  const next = turn.ended ? ' That was its last turn.' : '';
  const again = thought ? ' It was not written: the plan had changed meanwhile, so it thinks again.' : '';
  return { text: `Turn ${turn.version}: ${what}.${next}${again}${went}`, amiss };
}

/** A turn of a whole program may do hundreds of things at once. */
const MOST = 8;

const some = (said: readonly string[]): string =>
  said.length <= MOST ? said.join('; ') : `${said.slice(0, MOST).join('; ')}; and ${said.length - MOST} more`;

const skipped = {
  event_never_came: 'its event never came',
  nobody_in_audience: 'it is for nobody here',
  plan_changed: 'a change took it out',
} as const;

function sayEffect(effect: StageEffect): string {
  const { step } = effect;
  switch (effect.type) {
    case 'open':
      return `opened ${step}`;
    case 'automatic':
      return `did ${step} by itself`;
    case 'skip':
      return `left out ${step}, for ${skipped[effect.reason]}`;
    case 'task':
      return `${effect.task} became ${effect.state.status}${effect.by === null ? '' : `, by ${effect.by}`}`;
    case 'gate':
      return `the gate ${step} was ${effect.outcome}${effect.missing.length === 0 ? '' : `, without ${effect.missing.join(', ')}`}`;
    case 'emit':
      return `${step} let it be known that ${effect.event}`;
  }
}

function signal(name: string, given: unknown): string {
  switch (name) {
    case 'planChanged':
      return 'Was told to look at the plan again.';
    case 'childEnded':
      return `Was told that ${String(given)} has ended.`;
    case 'refresh':
      return 'Was asked to renew itself.';
    default:
      return `Was told ${name}.`;
  }
}

function update(name: string, given: unknown): Told {
  if (name === 'advance') {
    const now = (given as { now?: number } | undefined)?.now;
    return now === undefined ? 'Was told the time.' : { text: 'Was told that it is {0}.', moments: [now] };
  }
  if (name !== 'command') return `Was asked ${name}.`;
  const { kind, task, by } = given as CommandRequest;
  return `Was asked by ${by} to ${kind} ${task}.`;
}
