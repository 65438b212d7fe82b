import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { TypedSearchAttributes, WorkflowIdReusePolicy } from '@temporalio/common';
import { programAttribute, teamAttribute } from '../contracts/search-attributes.ts';
import type { ClockKind, TimelineInput } from '../contracts/workflow-inputs.ts';
import { workflowId } from '../contracts/workflow-ids.ts';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { LaunchRequest, LaunchStore } from './ports.ts';
import { isUnavailable } from './service-errors.ts';
import { CommandError } from './types.ts';

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
 * finished by launching again; a program that runs already is refused.
 */
export async function launchProgram(
  deps: LaunchDependencies,
  request: LaunchRequest,
): Promise<{ workflowId: string }> {
  const program = request.program.id;
  const id = workflowId({ realm: deps.realm, level: 'program', program });
  const state = await deps.launches.insert(request, { workflowId: id, clock: deps.clock });
  if (state === 'running') {
    throw new CommandError(
      'conflict',
      `program ${program} was launched before; milepost status ${program} shows it. ` +
        'To run the same file as another program, give it another id',
    );
  }
  await startTimeline(deps, {
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

/** Starts the workflow of a program or of a team. One that runs already is left as it is. */
export async function startTimeline(
  { temporal, taskQueue }: Pick<LaunchDependencies, 'temporal' | 'taskQueue'>,
  input: TimelineInput,
): Promise<void> {
  const { realm, program, team } = input;
  const isProgram = team === PROGRAM_SCOPE;
  try {
    await temporal.workflow.start<(input: TimelineInput) => Promise<void>>(
      isProgram ? 'programWorkflow' : 'teamRoadmapWorkflow',
      {
        taskQueue,
        workflowId: isProgram
          ? workflowId({ realm, level: 'program', program })
          : workflowId({ realm, level: 'team', program, team }),
        args: [input],
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        staticSummary: isProgram ? `program ${program}` : `team ${team} of ${program}`,
        typedSearchAttributes: new TypedSearchAttributes([
          { key: programAttribute, value: program },
          { key: teamAttribute, value: team },
        ]),
      },
    );
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return;
    if (isUnavailable(error)) {
      throw new CommandError(
        'unavailable',
        `${isProgram ? `program ${program}` : `team ${team}`} is stored, but Temporal cannot be reached to start it; ` +
          'launch again once it is back (milepost doctor tells)',
        { cause: error },
      );
    }
    throw error;
  }
}
