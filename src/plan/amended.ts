/** The roadmap as a running program follows it: as it was launched, as new versions left it, and as one team has it. */
import type { Roadmap, Step } from '../roadmap/roadmap-schema.ts';
import type { Hold, PlanEdit, RoadmapEdit } from './edits.ts';
import type { LoadedRoadmap } from './types.ts';

type Amendment = Extract<RoadmapEdit, { kind: 'amend' }>;

/** The roadmap that a program was launched with, as the new versions that it took up left it. Pure. */
export function amendedRoadmap(launchedWith: LoadedRoadmap, edits: readonly PlanEdit[]): LoadedRoadmap {
  let current = launchedWith;
  for (const edit of edits) if (edit.kind === 'amend') current = amendedBy(current.roadmap, edit);
  return current;
}

function amendedBy({ steps }: Roadmap, { head, stages, order, retired, ...edit }: Amendment): LoadedRoadmap {
  const known = new Map([...steps, ...edit.steps].map((step) => [step.id, step]));
  return {
    sha256: edit.sha256,
    roadmap: {
      ...head,
      stages: [...stages],
      steps: [...order, ...retired].flatMap((id) => known.get(id) ?? []),
    },
  };
}

/** The new version of the roadmap that was taken up last; undefined where the one of the launch is followed. */
export const lastVersion = (edits: readonly PlanEdit[]): Amendment | undefined =>
  edits.filter((edit) => edit.kind === 'amend').at(-1);

/** Steps that take place no more since the last new version. */
export const retiredSteps = (edits: readonly PlanEdit[]): ReadonlySet<string> =>
  new Set(lastVersion(edits)?.retired);

/** The changes that gave teams rules of their own, and that no new version ended. */
export function ownRules(edits: readonly PlanEdit[]): readonly Extract<PlanEdit, { kind: 'tailor' }>[] {
  const over = new Set(edits.flatMap((edit) => (edit.kind === 'amend' ? edit.ends : [])));
  return edits.filter((edit) => edit.kind === 'tailor').filter(({ change }) => !over.has(change));
}

/** A step with the rules of its own that a team has for it. `edits` are those of that team. */
export function tailored(step: Step, edits: readonly PlanEdit[]): Step {
  const own = edits.filter((edit) => edit.kind === 'tailor' && edit.scope.step === step.id);
  return own.reduce<Step>((made, edit) => {
    if (edit.kind !== 'tailor') return made;
    const { due, opens, reminders } = edit.set;
    return {
      ...made,
      ...(due === undefined ? {} : { due }),
      ...(opens === undefined ? {} : { opens }),
      ...(reminders === undefined ? {} : { reminders: [...reminders] }),
    };
  }, step);
}

/** Of which changes the messages still wait to be confirmed. */
export function unconfirmed(
  edits: readonly PlanEdit[],
): readonly (Extract<PlanEdit, { kind: 'amend' | 'tailor' }> & { readonly held: Hold })[] {
  const confirmed = new Set(edits.flatMap((edit) => (edit.kind === 'confirm' ? [edit.amendment] : [])));
  return edits
    .filter((edit) => edit.kind === 'amend' || edit.kind === 'tailor')
    .filter(({ change, held }) => held.steps.length > 0 && !confirmed.has(change));
}

/** The change that holds a message back until it is confirmed, or null. `sendAt` in ms. */
export function heldUntilConfirmed(
  edits: readonly PlanEdit[],
  message: { readonly team: string; readonly step: string; readonly sendAt: number },
): string | null {
  const holds = unconfirmed(edits).find(
    ({ scope, held }) =>
      (scope.team === undefined || scope.team === message.team) &&
      held.steps.includes(message.step) &&
      message.sendAt < held.until,
  );
  return holds?.change ?? null;
}
