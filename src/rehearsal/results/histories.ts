import { isGrpcServiceError, type Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { advanceUpdate, commandUpdate } from '../../contracts/messages.ts';
import { concurrently } from '../conductor/concurrently.ts';

// A number of google.rpc.Code.
const NOT_FOUND = 5;

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** Who caused it: simulated people by their commands, the conductor by telling the time, the engine everything else. */
export interface Shares {
  engine: number;
  people: number;
  clock: number;
}

export interface HistoryCounts {
  /** Runs, each continue-as-new included. */
  runs: number;
  /** Workflows whose histories Temporal lost with its store: they are not counted. */
  lost: number;
  readonly events: Shares;
  readonly actions: Shares;
  /** Actions by what they are. */
  readonly byKind: Record<string, number>;
}

/**
 * Reads every history of a run and counts, leaving out none that is there.
 *
 * An action is what a Temporal service bills as one: a run started (also as a child or as new), an activity with each
 * of its retries, an update accepted, a signal sent, a timer started, search attributes upserted. An activity
 * that answers a person's command counts as the engine's, as do all workflow tasks' events.
 */
export async function countHistories(client: Client, workflowIds: readonly string[]): Promise<HistoryCounts> {
  const counts: HistoryCounts = {
    runs: 0,
    lost: 0,
    events: { engine: 0, people: 0, clock: 0 },
    actions: { engine: 0, people: 0, clock: 0 },
    byKind: {},
  };
  await concurrently(8, workflowIds, async (workflowId) => {
    let runId: string | null = '';
    try {
      while (runId !== null) runId = await countRun(client, workflowId, runId, counts);
    } catch (error) {
      if (!isGrpcServiceError(error) || (error.code as number) !== NOT_FOUND) throw error;
      counts.lost += 1;
    }
  });
  return counts;
}

/** Counts one run, the latest where `runId` is empty, and gives back the run that it continued. */
async function countRun(
  client: Client,
  workflowId: string,
  runId: string,
  counts: HistoryCounts,
): Promise<string | null> {
  let continued: string | null = null;
  let nextPageToken: Uint8Array | null = null;
  const owners = new Map<string, keyof Shares>();
  do {
    const page: temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryResponse =
      await client.workflowService.getWorkflowExecutionHistory({
        namespace: client.options.namespace,
        execution: { workflowId, runId },
        ...(nextPageToken === null ? {} : { nextPageToken }),
      });
    for (const event of page.history?.events ?? []) {
      continued ??= event.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || null;
      count(event, counts, owners);
    }
    if (nextPageToken === null) counts.runs += 1;
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : null;
  } while (nextPageToken !== null);
  return continued;
}

function count(event: HistoryEvent, counts: HistoryCounts, owners: Map<string, keyof Shares>): void {
  const owner = ownerOf(event, owners);
  counts.events[owner] += 1;
  const [kind, times] = actionOf(event);
  if (kind === null) return;
  counts.actions[owner] += times;
  counts.byKind[kind] = (counts.byKind[kind] ?? 0) + times;
}

/** An update's completion belongs to whoever asked; only its acceptance says by name what was asked. */
function ownerOf(event: HistoryEvent, owners: Map<string, keyof Shares>): keyof Shares {
  const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
  if (accepted) {
    const name = accepted.acceptedRequest?.input?.name;
    const owner = name === commandUpdate ? 'people' : name === advanceUpdate ? 'clock' : 'engine';
    owners.set(accepted.protocolInstanceId ?? '', owner);
    return owner;
  }
  const completed = event.workflowExecutionUpdateCompletedEventAttributes;
  return completed ? (owners.get(completed.meta?.updateId ?? '') ?? 'engine') : 'engine';
}

/** An event is told by the attributes that it has: the enum of its types is not to be had from an ES module. */
function actionOf(event: HistoryEvent): readonly [string, number] | readonly [null, 0] {
  if (event.workflowExecutionStartedEventAttributes) return ['run started', 1];
  if (event.activityTaskScheduledEventAttributes) return ['activity', 1];
  if (event.workflowExecutionUpdateAcceptedEventAttributes) return ['update', 1];
  if (event.signalExternalWorkflowExecutionInitiatedEventAttributes) return ['signal', 1];
  if (event.timerStartedEventAttributes) return ['timer', 1];
  if (event.upsertWorkflowSearchAttributesEventAttributes) return ['search attributes', 1];
  const retries = (event.activityTaskStartedEventAttributes?.attempt ?? 1) - 1;
  return retries > 0 ? ['activity retry', retries] : [null, 0];
}
