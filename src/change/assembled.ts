import type { Roadmap, Stage, Step } from '../roadmap/roadmap-schema.ts';

/** A roadmap whose steps all take place, and the steps that it had once: these stay for what was done of them. */
export interface Standing {
  readonly roadmap: Roadmap;
  readonly retired: readonly Step[];
}

/** A roadmap without its retired steps, and these. */
export function standingOf(roadmap: Roadmap, retired: ReadonlySet<string>): Standing {
  return {
    roadmap: { ...roadmap, steps: roadmap.steps.filter(({ id }) => !retired.has(id)) },
    retired: roadmap.steps.filter(({ id }) => retired.has(id)),
  };
}

/**
 * The next version of a roadmap, but for what stays as it was (`stay`: ids of steps and stages). What stays brings the
 * stage, the track and the months that it needs.
 */
export function assembled(current: Standing, next: Roadmap, stay: ReadonlySet<string>): Standing {
  const { roadmap } = current;
  const steps = merged(roadmap.steps, next.steps, stay);
  const active = new Set(steps.map(({ id }) => id));
  const retired = [...current.retired, ...roadmap.steps].filter(({ id }) => !active.has(id));
  const all = [...steps, ...retired];
  const stages = merged(roadmap.stages, next.stages, stay);
  const needed = missing(
    stages,
    roadmap.stages,
    all.map(({ stage }) => stage),
  );
  const tracks = missing(
    next.tracks,
    roadmap.tracks,
    all.map(({ track }) => track),
  );
  const standing = [...stages, ...needed].filter(({ id }) => all.some(({ stage }) => stage === id));
  const busy = standing.filter(({ id }) => steps.some(({ stage }) => stage === id));
  return {
    roadmap: {
      ...next,
      months: Math.max(next.months, ...busy.map(lastMonth).map((month) => month + 1)),
      tracks: [...next.tracks, ...tracks],
      stages: standing,
      steps,
    },
    retired,
  };
}

/** A roadmap as its rules see it: without the stages that stand only for retired steps. */
export const checkable = ({ roadmap }: Standing): Roadmap => ({
  ...roadmap,
  stages: roadmap.stages.filter(({ id }) => roadmap.steps.some(({ stage }) => stage === id)),
});

/** The items of the next version; of those that stay, what they were, also where that is nothing. */
function merged<Item extends { readonly id: string }>(
  current: readonly Item[],
  next: readonly Item[],
  stay: ReadonlySet<string>,
): Item[] {
  const old = new Map(current.map((item) => [item.id, item]));
  const named = new Set(next.map(({ id }) => id));
  return [
    ...next.flatMap((item) => (stay.has(item.id) ? (old.get(item.id) ?? []) : [item])),
    ...current.filter(({ id }) => stay.has(id) && !named.has(id)),
  ];
}

const missing = <Item extends { readonly id: string }>(
  there: readonly Item[],
  from: readonly Item[],
  wanted: readonly string[],
): Item[] => from.filter(({ id }) => wanted.includes(id) && there.every((item) => item.id !== id));

const lastMonth = ({ months }: Stage): number => Number(months.split('-').at(-1)?.slice(1));
