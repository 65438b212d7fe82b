import type { Step } from '../roadmap/roadmap-schema.ts';

/** People come together at a time and place. */
export const isGathering = ({ kind }: Step): boolean => kind === 'event' || kind === 'meeting';

/** Everyone is invited for themselves: who does not answer is not late. */
export const isInvitation = (step: Step): boolean => isGathering(step) && step.assign === 'each';
