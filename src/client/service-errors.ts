import { isGrpcServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';

// Numbers of google.rpc.Code.
const DEADLINE_EXCEEDED = 4;
const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;

function grpcCode(error: unknown): number | null {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error && error.cause !== undefined ? grpcCode(error.cause) : null;
}

/** Too many updates in flight for one workflow, or too many requests for the server. */
export const isBusy = (error: unknown): boolean => grpcCode(error) === RESOURCE_EXHAUSTED;

/** The server is away, or did not answer in time. */
export const isUnavailable = (error: unknown): boolean => {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const code = grpcCode(error);
  return code === UNAVAILABLE || code === DEADLINE_EXCEEDED;
};

/** What the server itself answered, whatever it was: to a look it says no more than that it cannot be had now. */
export const isServerAnswer = (error: unknown): boolean => grpcCode(error) !== null;

/** The namespace does not know one of the search attributes that a workflow is started with. */
export const lacksSearchAttributes = (error: unknown): boolean =>
  error instanceof Error &&
  (/no mapping defined for search attribute/i.test(error.message) || lacksSearchAttributes(error.cause));
