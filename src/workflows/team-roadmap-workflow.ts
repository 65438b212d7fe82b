import type { TimelineInput } from '../contracts/workflow-inputs.ts';
import { runTimeline } from './run-timeline.ts';

/** One team's way along the roadmap: each stage starts on its date and runs beside the others. */
export async function teamRoadmapWorkflow(input: TimelineInput): Promise<void> {
  await runTimeline(input);
}
