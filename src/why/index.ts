export { PlanError } from '../plan/plan-error.ts';
export type { PlanContext } from '../plan/index.ts';
export { contextOf } from './expected.ts';
export { messageKeys, storyOf } from './story.ts';
export type { Reasons, Story, Subject, Told } from './types.ts';
export { membersOf } from './held-tasks.ts';
export { heldUp } from './held-up.ts';
export { groupings, type Grouping, type Held, type HeldGroup, type Hold, type HoldFacts } from './holds.ts';
