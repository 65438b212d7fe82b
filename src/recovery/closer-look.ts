import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { payloadReader, type Decode, type HistoryEvent } from './payloads.ts';
import type { Failure, PlainEvent } from './told-history.ts';

/** The latest run of a workflow, as Temporal has it. Times are ms. */
export interface Run {
  readonly runId: string;
  /** `RUNNING`, `COMPLETED`, `TERMINATED`, ... */
  readonly status: string;
  readonly startedAt: number;
  readonly closedAt: number | null;
  /** Events in its history. */
  readonly events: number;
  readonly pending: readonly PendingActivity[];
  /** How often in a row thinking failed; 0 where it does not. */
  readonly thinkingFailed: number;
}

/** What a workflow has asked for and was not done yet. */
export interface PendingActivity {
  readonly id: string;
  readonly name: string;
  readonly state: 'waits' | 'runs' | 'paused';
  readonly attempt: number;
  readonly askedAt: number;
  /** When it is tried again; null where it is at it, or paused. */
  readonly nextAt: number | null;
  readonly worker: string | null;
  readonly lastFailure: Failure | null;
}

/** A stretch of a history, oldest first. */
export interface HistoryPage {
  readonly events: readonly PlainEvent[];
  /** Where the stretch before it begins; null where this one holds the start. */
  readonly older: string | null;
}

/** A worker that asks the queue for work. */
export interface Poller {
  readonly identity: string;
  readonly seenAt: number;
}

/** Reads more of what runs than {@link import('./ports.ts').Executions} does. No worker needs to be up. */
export interface CloserLook {
  /** null where Temporal knows none. */
  run(workflowId: string): Promise<Run | null>;
  history(workflowId: string, runId: string, older: string | null): Promise<HistoryPage>;
  /** Tries a pending activity now, as if for the first time. False where it is pending no more. */
  retry(workflowId: string, runId: string, activity: string): Promise<boolean>;
  pollers(taskQueue: string): Promise<readonly Poller[]>;
  serverVersion(): Promise<string>;
}

const { TaskQueueType } = proto.temporal.api.enums.v1;

/** What a page can show. */
const PAGE = 120;
const NOT_FOUND = 5;
/** Whoever looks waits no longer. */
const ANSWER_MS = 5_000;

export function closerLook(temporal: Client): CloserLook {
  const service = temporal.workflowService;
  const { namespace } = temporal.options;
  const decode = payloadReader(temporal);
  const answered = <T>(ask: () => Promise<T>): Promise<T> =>
    temporal.withDeadline(Date.now() + ANSWER_MS, ask);

  return {
    async run(workflowId) {
      try {
        const found = await answered(() => temporal.workflow.getHandle(workflowId).describe());
        return {
          runId: found.runId,
          status: found.status.name,
          startedAt: found.startTime.getTime(),
          closedAt: found.closeTime?.getTime() ?? null,
          events: found.historyLength,
          pending: (found.raw.pendingActivities ?? []).map(pendingOf),
          thinkingFailed: (found.raw.pendingWorkflowTask?.attempt ?? 1) - 1,
        };
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return null;
        throw error;
      }
    },

    async history(workflowId, runId, older) {
      // A stretch belongs to its run: by the time somebody asks for it, the workflow may have renewed itself.
      const [, run = runId, token = null] = /^([0-9a-f-]{36})~([\w-]+)$/.exec(older ?? '') ?? [];
      const answer = await answered(() =>
        service.getWorkflowExecutionHistoryReverse({
          namespace,
          execution: { workflowId, runId: run },
          maximumPageSize: PAGE,
          ...(token === null ? {} : { nextPageToken: Buffer.from(token, 'base64url') }),
        }),
      );
      const events = (answer.history?.events ?? []).toReversed();
      const { nextPageToken: next } = answer;
      return {
        events: await Promise.all(events.map((event) => plain(event, decode))),
        older: next.length === 0 ? null : `${run}~${Buffer.from(next).toString('base64url')}`,
      };
    },

    async retry(workflowId, runId, activity) {
      try {
        await answered(() =>
          service.resetActivity({
            namespace,
            execution: { workflowId, runId },
            identity: 'milepost portal',
            id: activity,
          }),
        );
        return true;
      } catch (error) {
        if (isGrpcServiceError(error) && (error.code as number) === NOT_FOUND) return false;
        throw error;
      }
    },

    async pollers(taskQueue) {
      const found = await answered(() =>
        Promise.all(
          [TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY].map(
            (taskQueueType) =>
              service.describeTaskQueue({ namespace, taskQueue: { name: taskQueue }, taskQueueType }),
          ),
        ),
      );
      const seen = new Map<string, number>();
      for (const { identity, lastAccessTime } of found.flatMap(({ pollers }) => pollers)) {
        if (identity) seen.set(identity, Math.max(seen.get(identity) ?? 0, ms(lastAccessTime) ?? 0));
      }
      return [...seen]
        .map(([identity, seenAt]) => ({ identity, seenAt }))
        .sort((a, b) => b.seenAt - a.seenAt);
    },

    serverVersion: async () => (await answered(() => service.getSystemInfo({}))).serverVersion,
  };
}

type Timestamp = HistoryEvent['eventTime'];

function ms(time: Timestamp): number | null {
  if (time?.seconds === undefined || time.seconds === null) return null;
  return Number(time.seconds) * 1_000 + Math.floor((time.nanos ?? 0) / 1_000_000);
}

type RawFailure = NonNullable<HistoryEvent['activityTaskFailedEventAttributes']>['failure'];

/** Failures of ours say what kind they are; the causes of others are nearer to what went wrong than their wrapping. */
function failureOf(failure: RawFailure): Failure {
  const { cause, applicationFailureInfo: own, message } = failure ?? {};
  if (cause && !own) return failureOf(cause);
  return {
    type: own?.type || null,
    message: (message ?? '').split('\n')[0]?.slice(0, 300) || 'it said nothing',
  };
}

type RawPending = NonNullable<
  Awaited<ReturnType<Client['workflowService']['describeWorkflowExecution']>>['pendingActivities']
>[number];

const states: Readonly<Record<number, PendingActivity['state']>> = {
  2: 'runs',
  3: 'runs',
  4: 'paused',
  5: 'paused',
};

function pendingOf(raw: RawPending): PendingActivity {
  const state = states[raw.state ?? 0] ?? 'waits';
  return {
    id: raw.activityId ?? '',
    name: raw.activityType?.name ?? '',
    state,
    attempt: raw.attempt ?? 1,
    askedAt: ms(raw.scheduledTime) ?? 0,
    nextAt: state === 'waits' ? (ms(raw.nextAttemptScheduleTime) ?? ms(raw.scheduledTime)) : null,
    worker: raw.lastWorkerIdentity || null,
    lastFailure: raw.lastFailure ? failureOf(raw.lastFailure) : null,
  };
}

const SUFFIX = 'EventAttributes';

/** Which kind of event it is: the one part of it that is filled. */
const typeOf = (event: HistoryEvent): string =>
  Object.entries(event)
    .find(([key, value]) => key.endsWith(SUFFIX) && value !== null && value !== undefined)?.[0]
    .slice(0, -SUFFIX.length) ?? 'unknown';

async function plain(event: HistoryEvent, decode: Decode): Promise<PlainEvent> {
  const at = ms(event.eventTime) ?? 0;
  const common = { id: Number(event.eventId), at, type: typeOf(event), name: null };
  const started = event.workflowExecutionStartedEventAttributes;
  if (started)
    return { ...common, name: started.workflowType?.name ?? null, given: await decode(started.input) };
  const scheduled = event.activityTaskScheduledEventAttributes;
  if (scheduled) {
    return { ...common, name: scheduled.activityType?.name ?? null, given: await decode(scheduled.input) };
  }
  const completed = event.activityTaskCompletedEventAttributes;
  if (completed) return { ...common, ...ofEvent(completed), gave: await decode(completed.result) };
  const ended = event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
  if (ended) return { ...common, ...ofEvent(ended), failure: failureOf(ended.failure) };
  const timer = event.timerStartedEventAttributes;
  if (timer) {
    const summary = event.userMetadata?.summary;
    const name = summary ? await decode<string>({ payloads: [summary] }) : undefined;
    return { ...common, name: name ?? null, until: at + (ms(timer.startToFireTimeout) ?? 0) };
  }
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal) return { ...common, name: signal.signalName ?? null, given: await decode(signal.input) };
  const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (update) return { ...common, name: update.name ?? null, given: await decode(update.args) };
  const told = event.signalExternalWorkflowExecutionInitiatedEventAttributes;
  if (told) {
    return { ...common, name: `${told.signalName} to ${told.workflowExecution?.workflowId}` };
  }
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (terminated) return { ...common, name: terminated.reason || null };
  const failed = event.workflowExecutionFailedEventAttributes ?? event.workflowTaskFailedEventAttributes;
  if (failed) return { ...common, failure: failureOf(failed.failure) };
  const fired = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
  return fired ? { ...common, of: Number(fired.startedEventId) } : common;
}

const ofEvent = ({ scheduledEventId }: { readonly scheduledEventId?: unknown }) => ({
  of: Number(scheduledEventId),
});
