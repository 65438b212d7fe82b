import { checkGates } from './check-gates.ts';
import { checkMonths } from './check-months.ts';
import { checkOrder } from './check-order.ts';
import { checkStep } from './check-steps.ts';
import { checkTiming } from './check-timing.ts';
import { duplicateIds, type Finding } from './findings.ts';
import type { Roadmap, Stage, Step } from './roadmap-schema.ts';
import { didYouMean } from './suggest.ts';

function unknownPlace(
  step: Step,
  index: number,
  what: 'stage' | 'track',
  known: readonly string[],
): readonly Finding[] {
  const named = step[what];
  if (known.includes(named)) return [];
  const fix = didYouMean(named, known, `Use the id of a ${what} of this roadmap.`);
  return [{ path: ['steps', index, what], value: named, problem: `there is no such ${what}`, fix }];
}

function checkStage({ id, repeats }: Stage, index: number, steps: readonly Step[]): readonly Finding[] {
  const own = steps.flatMap((step, i) => (step.stage === id ? [{ step, i }] : []));
  if (own.length === 0) {
    const fix = 'Give it a step, or take the stage out.';
    return [{ path: ['stages', index], value: id, problem: 'no step belongs to this stage', fix }];
  }
  if (repeats === 'once') return [];
  return own
    .filter(({ step }) => step.repeats !== 'once' && step.repeats !== repeats)
    .map(({ step, i }) => ({
      path: ['steps', i, 'repeats'],
      value: step.repeats,
      problem: `stage ${id} already repeats ${repeats}, and its steps with it`,
      fix: `Take repeats out, or move ${step.id} to a stage that runs once.`,
    }));
}

/** Everything in a roadmap that its schema cannot see: references, months, order, timing. */
export function checkRoadmap(roadmap: Roadmap): readonly Finding[] {
  const { tracks, stages, steps } = roadmap;
  const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
  return [
    ...duplicateIds('track', tracks, ['tracks']),
    ...duplicateIds('stage', stages, ['stages']),
    ...duplicateIds('step', steps, ['steps']),
    ...steps.flatMap((step, i) => [
      ...unknownPlace(step, i, 'stage', ids(stages)),
      ...unknownPlace(step, i, 'track', ids(tracks)),
      ...checkStep(step, ['steps', i]),
    ]),
    ...stages.flatMap((stage, i) => checkStage(stage, i, steps)),
    ...checkMonths(roadmap),
    ...checkOrder(roadmap),
    ...checkTiming(roadmap),
    ...checkGates(roadmap),
  ];
}
