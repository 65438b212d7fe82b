import { ApplicationFailure } from '@temporalio/common';
import { StaleTurn } from './ports.ts';

/** A run that was superseded must stop, not retry: everything else passes and is tried again. */
export async function stoppingWhenStale<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StaleTurn) {
      throw ApplicationFailure.create({ type: 'stale_turn', message: error.message, nonRetryable: true });
    }
    throw error;
  }
}
