import type { TimelineInput } from '../contracts/workflow-inputs.ts';
import { runTimeline } from './run-timeline.ts';

/** A program from its launch to the end of its last team: its own stages (learning sessions, leaders' work) and its teams. */
export async function programWorkflow(input: TimelineInput): Promise<void> {
  await runTimeline(input);
}
