import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { searchAttributeNames } from '../contracts/search-attributes.ts';
import { idReuse, timelineLabels } from '../contracts/start-options.ts';
import { REVISION, type ClockKind, type TimelineInput } from '../contracts/workflow-inputs.ts';
import { workflowId } from '../contracts/workflow-ids.ts';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { LaunchRequest, LaunchStore } from './ports.ts';
import { isUnavailable, lacksSearchAttributes } from './service-errors.ts';
import { CommandError } from './types.ts';

const ANSWER_MS = 30_000;

export interface LaunchDependencies {
  readonly temporal: Client;
  readonly launches: LaunchStore;
  readonly realm: string;
  readonly taskQueue: string;
  readonly clock: ClockKind;
  /** Window over which the wakes of many teams are spread, ms. */
  readonly spreadMs: number;
}

/**
 * Writes the program with its plan, then starts its workflow. A launch that was interrupted between the two is
 * finished by launching again, also with a file that was mended meanwhile; a program that runs already is refused.
 */
export async function launchProgram(
  deps: LaunchDependencies,
  request: LaunchRequest,
): Promise<{ workflowId: string }> {
  const program = request.program.id;
  const id = workflowId({ realm: deps.realm, level: 'program', program });
  const state = await store(deps, request, id);
  if (state !== 'starting') {
    throw new CommandError(
      'conflict',
      `program ${program} was launched before; milepost status ${program} shows it. ` +
        'To run the same file as another program, give it another id',
    );
  }
  await startTimeline(deps, {
    revision: REVISION,
    realm: deps.realm,
    program,
    team: PROGRAM_SCOPE,
    clock: deps.clock,
    epoch: 1,
    spreadMs: deps.spreadMs,
    now: request.now,
  });
  return { workflowId: id };
}

/** Another file replaces what an interrupted launch left, as long as no workflow has begun to follow it. */
async function store(
  { temporal, launches, clock }: LaunchDependencies,
  request: LaunchRequest,
  workflowId: string,
): Promise<'starting' | 'changed' | 'running'> {
  const state = await launches.insert(request, { workflowId, clock });
  if (state !== 'changed' || (await exists(temporal, workflowId))) return state;
  await launches.discard(request.program.id);
  return launches.insert(request, { workflowId, clock });
}

async function exists(temporal: Client, workflowId: string): Promise<boolean> {
  try {
    await answered(temporal, () => temporal.workflow.getHandle(workflowId).describe());
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    if (isUnavailable(error)) {
      throw new CommandError(
        'unavailable',
        'an earlier launch of this program was cut short, and Temporal cannot be reached to see how far it came; ' +
          'launch again once it is back (milepost doctor tells)',
        { cause: error },
      );
    }
    throw error;
  }
}

/** A server that takes the question and never answers counts as away. */
const answered = <T>(temporal: Client, ask: () => Promise<T>): Promise<T> =>
  temporal.withDeadline(Date.now() + ANSWER_MS, ask);

/** Starts the workflow of a program or of a team. One that runs already is left as it is. */
export async function startTimeline(
  { temporal, taskQueue }: Pick<LaunchDependencies, 'temporal' | 'taskQueue'>,
  input: TimelineInput,
): Promise<void> {
  const { realm, program, team } = input;
  const isProgram = team === PROGRAM_SCOPE;
  try {
    await answered(temporal, () =>
      temporal.workflow.start<(input: TimelineInput) => Promise<void>>(
        isProgram ? 'programWorkflow' : 'teamRoadmapWorkflow',
        {
          taskQueue,
          workflowId: isProgram
            ? workflowId({ realm, level: 'program', program })
            : workflowId({ realm, level: 'team', program, team }),
          args: [input],
          workflowIdReusePolicy: idReuse(input.epoch),
          ...timelineLabels(input),
        },
      ),
    );
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return;
    const what = `${isProgram ? `program ${program}` : `team ${team}`} is stored, but`;
    if (isUnavailable(error)) {
      throw new CommandError(
        'unavailable',
        `${what} Temporal cannot be reached to start it; launch again once it is back (milepost doctor tells)`,
        { cause: error },
      );
    }
    if (lacksSearchAttributes(error)) {
      throw new CommandError(
        'unavailable',
        `${what} its Temporal namespace lacks search attributes, and does not let milepost make them. ` +
          `Have ${searchAttributeNames.join(', ')} made there, each of type Keyword, and launch again`,
        { cause: error },
      );
    }
    throw error;
  }
}
