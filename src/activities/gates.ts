import type { StageTurnInput } from '../contracts/turns.ts';
import { isNeedMet, type Gate } from '../domain/gate.ts';
import { stepKey } from '../domain/keys.ts';
import type { StageEffect } from '../domain/stage.ts';
import type { PlanEdit } from '../plan/edits.ts';
import type { PlannedStep } from '../plan/types.ts';
import type { Roadmap } from '../roadmap/roadmap-schema.ts';
import type { NewEvent, StageRows, StepProgress, StoredStep } from './ports.ts';

/** Every step that the gates among `steps` need. */
export const neededBy = (steps: readonly StoredStep[]): readonly string[] => [
  ...new Set(steps.flatMap(({ planned }) => planned.needs?.steps ?? [])),
];

/** What the stage’s rules need to know of a gate; undefined for another step. */
export function gateOf({ needs }: PlannedStep, progress: readonly StepProgress[]): Gate | undefined {
  if (needs === undefined) return undefined;
  const { steps, waivedCounts } = needs;
  const known = new Map(progress.map((each) => [each.key, each]));
  const isMissing = (key: string): boolean => {
    const own = known.get(key);
    return own === undefined || !isNeedMet(own, waivedCounts);
  };
  return { missing: steps.filter(isMissing), waivedCounts };
}

/** The latest time (ms) at which a needed step was closed or the plan was edited; null where neither happened. */
export function latestOf(progress: readonly StepProgress[], edits: readonly PlanEdit[]): number | null {
  const times = [...progress.flatMap(({ closedAt }) => closedAt ?? []), ...edits.map(({ at }) => at)];
  return times.length === 0 ? null : Math.max(...times);
}

/** Steps that are closed since this turn: a gate may have waited for them. */
function closedBy({ effects, state }: StageTurnInput): readonly string[] {
  const touched = effects.flatMap((effect) =>
    effect.type === 'task' && effect.state.closedAt !== null ? [effect.step] : [],
  );
  return [...new Set(touched)].filter((step) => state.steps[step] === 'done');
}

/** The gates of a roadmap that need any of the steps that this turn closed. */
export function gatesConcerned({ steps }: Roadmap, turn: StageTurnInput): readonly string[] {
  const closed = new Set(closedBy(turn).map((key) => key.split('/')[0]));
  return steps.filter(({ needs = [] }) => needs.some((id) => closed.has(id))).map(({ id }) => id);
}

/** The stages, other than its own, that this turn tells to look at their gates again. */
export function gatesToTell(turn: StageTurnInput, gates: readonly PlannedStep[]): StageRows['gatesToTell'] {
  const closed = new Set(closedBy(turn));
  return gates
    .filter(({ needs }) => needs?.steps.some((key) => closed.has(key)))
    .filter(({ stage, stageOccurrence }) => stage !== turn.stage || stageOccurrence !== turn.occurrence)
    .map(({ stage, stageOccurrence }) => ({ stage, stageOccurrence }));
}

/** That a step which waited for a gate went on at its latest date, without it. */
export function goneOnWithout(
  { planned, dated }: StoredStep,
  { steps }: Roadmap,
  program: string,
): NewEvent[] {
  const gate = steps.find(({ kind, emits }) => kind === 'gate' && emits === planned.waitsFor);
  if (gate === undefined || planned.waitsFor === null || dated !== null) return [];
  const { team, id: step, occurrence } = planned;
  const key = stepKey({ program, team, step, occurrence });
  return [{ type: 'gate.overtaken', key, actor: null, detail: { gate: gate.id } }];
}

/** How a gate was settled, and what it still missed. */
export const gateEvent = (effect: Extract<StageEffect, { type: 'gate' }>, key: string): NewEvent => ({
  type: `gate.${effect.outcome}`,
  key,
  actor: effect.by,
  detail: { missing: effect.missing },
});
