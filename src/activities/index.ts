import type { Ports } from './ports.ts';
import { createReconcileActivities } from './reconcile.ts';
import { createStageActivities } from './stage.ts';
import { createTimelineActivities } from './timeline.ts';

export const createActivities = (ports: Ports) => ({
  ...createStageActivities(ports),
  ...createTimelineActivities(ports),
  ...createReconcileActivities(ports),
});

export type Activities = ReturnType<typeof createActivities>;
