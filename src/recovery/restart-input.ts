import { REVISION, type StageInput, type TimelineInput } from '../contracts/workflow-inputs.ts';
import { emptyStage, type StageState } from '../domain/stage.ts';
import { emptyTimeline, type TimelineState } from '../domain/timeline.ts';
import type { Raised } from './ports.ts';

/** What a workflow is started with that goes on from its projection; one that never ran begins at its beginning. */
export function restartInput(
  raised: Raised,
  { realm, spreadMs }: { readonly realm: string; readonly spreadMs: number },
): StageInput | TimelineInput {
  const { program, team, stage, occurrence, clock, epoch, now } = raised;
  const { state, version, seenHint, seenTick } = raised;
  const common = {
    revision: REVISION,
    realm,
    program,
    team,
    clock,
    epoch,
    now,
    spreadMs: clock === 'stepped' ? 0 : spreadMs,
  };
  const seen = { version, seenHint, seenTick, restarted: true as const };
  if (stage === null || occurrence === null) {
    return { ...common, carried: { ...seen, state: (state as TimelineState | null) ?? emptyTimeline } };
  }
  return {
    ...common,
    stage,
    occurrence,
    carried: { ...seen, state: (state as StageState | null) ?? emptyStage },
  };
}
