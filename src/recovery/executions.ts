import {
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { programAttribute } from '../contracts/search-attributes.ts';
import { stageLabels, timelineLabels } from '../contracts/start-options.ts';
import type { StageInput, TimelineInput } from '../contracts/workflow-inputs.ts';
import { type HistoryEvent, payloadReader, type Payloads } from './payloads.ts';
import { restartInput } from './restart-input.ts';
import type { Execution, Executions } from './ports.ts';

const NOT_FOUND = 5;
/** A server that takes a question and never answers it counts as away. */
const ANSWER_MS = 30_000;
const COMMITS = ['commitStageTurn', 'commitTimelineTurn'];
/** A turn is about ten events: the last one stands on the first page. */
const PAGE = 50;

interface Options {
  readonly taskQueue: string;
  readonly realm: string;
  readonly spreadMs: number;
}

/** What runs in Temporal, read from its histories: no worker needs to be up. See {@link Executions}. */
export function temporalExecutions(temporal: Client, options: Options): Executions {
  const answered = <T>(ask: () => Promise<T>): Promise<T> =>
    temporal.withDeadline(Date.now() + ANSWER_MS, ask);

  const decode = payloadReader(temporal);

  async function page(workflowId: string, token: Uint8Array | null) {
    try {
      return await answered(() =>
        temporal.workflowService.getWorkflowExecutionHistoryReverse({
          namespace: temporal.options.namespace,
          execution: { workflowId },
          maximumPageSize: PAGE,
          ...(token === null ? {} : { nextPageToken: token }),
        }),
      );
    } catch (error) {
      if (isGrpcServiceError(error) && (error.code as number) === NOT_FOUND) return null;
      throw error;
    }
  }

  /** The last commit asked for; for a run that has asked for none, what it was started with. */
  async function turnOf(event: HistoryEvent, results: ReadonlyMap<number, Payloads>) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled && COMMITS.includes(scheduled.activityType?.name ?? '')) {
      const turn = await decode<{ epoch: number; version: number }>(scheduled.input);
      if (turn === undefined) return null;
      const id = Number(event.eventId);
      const outcome = results.has(id)
        ? await decode<{ planChanged?: true } | null>(results.get(id))
        : undefined;
      const written = results.has(id) && outcome?.planChanged !== true;
      return { epoch: turn.epoch, asked: turn.version, done: written ? turn.version : turn.version - 1 };
    }
    const started = event.workflowExecutionStartedEventAttributes;
    if (!started) return null;
    const input = await decode<StageInput | TimelineInput>(started.input);
    const version = input?.carried?.version ?? 0;
    return { epoch: input?.epoch ?? 0, asked: version, done: version };
  }

  async function find(workflowId: string): Promise<Execution> {
    const results = new Map<number, Payloads>();
    let token: Uint8Array | null = null;
    for (let first = true; ; first = false) {
      const answer = await page(workflowId, token);
      if (answer === null) return { status: 'none' };
      const events = answer.history?.events ?? [];
      if (first && events[0] !== undefined && closes(events[0])) return { status: 'closed' };
      for (const event of events) {
        const completed = event.activityTaskCompletedEventAttributes;
        if (completed) results.set(Number(completed.scheduledEventId), completed.result);
        const turn = await turnOf(event, results);
        if (turn !== null) return { status: 'running', ...turn };
      }
      if (answer.nextPageToken.length === 0) return { status: 'none' };
      token = answer.nextPageToken;
    }
  }

  return {
    find,

    async running(program) {
      const ids: string[] = [];
      const query = `${programAttribute.name} = '${program}' AND ExecutionStatus = 'Running'`;
      for await (const { workflowId } of temporal.workflow.list({ query })) {
        // A rehearsal of the same program may share the namespace.
        if (workflowId.startsWith(`${options.realm}:`)) ids.push(workflowId);
      }
      return ids.sort();
    },

    async terminate(workflowId, reason) {
      try {
        await answered(() => temporal.workflow.getHandle(workflowId).terminate(reason));
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },

    async start(raised) {
      const input = restartInput(raised, options);
      try {
        await answered(() =>
          temporal.workflow.start<(input: StageInput | TimelineInput) => Promise<void>>(raised.type, {
            taskQueue: options.taskQueue,
            workflowId: raised.workflowId,
            args: [input],
            workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
            workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
            ...('stage' in input ? stageLabels(input) : timelineLabels(input)),
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw error;
      }
    },

    async signal(workflowId, name, ...args) {
      try {
        await answered(() => temporal.workflow.getHandle(workflowId).signal(name, ...args));
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
  };
}

const closes = (event: HistoryEvent): boolean =>
  [
    event.workflowExecutionCompletedEventAttributes,
    event.workflowExecutionFailedEventAttributes,
    event.workflowExecutionTimedOutEventAttributes,
    event.workflowExecutionCanceledEventAttributes,
    event.workflowExecutionTerminatedEventAttributes,
    event.workflowExecutionContinuedAsNewEventAttributes,
  ].some((attributes) => attributes !== null && attributes !== undefined);
