import type { Ports } from './ports.ts';
import { createStageActivities } from './stage.ts';
import { createTimelineActivities } from './timeline.ts';

export const createActivities = (ports: Ports) => ({
  ...createStageActivities(ports),
  ...createTimelineActivities(ports),
});

export type Activities = ReturnType<typeof createActivities>;
