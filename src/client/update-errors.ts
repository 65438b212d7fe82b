import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { isBusy, isUnavailable } from './service-errors.ts';
import { CommandError } from './types.ts';

/** The workflow is over: how the task was closed stands in the record. */
export const hasEnded = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError ||
  (error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    (error.cause.type === 'workflow_ended' || error.cause.type === 'AcceptedUpdateCompletedWorkflow'));

/** The run ended, or was renewed, before it saw the update: nothing was done, and the next run may be asked. */
export const wasNotSeen = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === 'UnprocessedUpdate';

/** What the rules said no to, in the gateway’s words. */
export function refusal(error: WorkflowUpdateFailedError): CommandError {
  const cause = error.cause instanceof ApplicationFailure ? error.cause : null;
  switch (cause?.type) {
    case 'not_open_yet':
      return new CommandError('not_open_yet', cause.message, { cause: error });
    case 'closes_by_itself':
      return new CommandError('conflict', cause.message, { cause: error });
    case 'unknown_task':
      return new CommandError('not_found', cause.message, { cause: error });
    default:
      return new CommandError(
        'unavailable',
        `the workflow could not answer: ${cause?.message ?? error.message}`,
        {
          cause: error,
        },
      );
  }
}

/** A fault of the service, where it is one that passes; else the error as it came. */
export function serviceError(error: unknown): unknown {
  if (isBusy(error)) {
    return new CommandError('busy', 'many answers are arriving at once; try again in a moment', {
      cause: error,
    });
  }
  if (isUnavailable(error)) {
    return new CommandError('unavailable', 'Temporal cannot be reached; nothing was changed, try again', {
      cause: error,
    });
  }
  return error;
}
