import type { PlanContext } from '../plan/index.ts';
import { anchorOf, fixedRules } from '../roadmap/rules.ts';
import type { RoadmapNews } from './roadmap-news.ts';

/** What in a new version makes the dates of a step other ones: the step itself, what it counts from, or its stage. */
export function causesOf(news: RoadmapNews, { roadmap }: PlanContext): (step: string) => readonly string[] {
  const steps = new Map(roadmap.steps.map((step) => [step.id, step]));
  const emitters = new Map(
    roadmap.steps.flatMap(({ id, emits }) => (emits === undefined ? [] : [[emits, id]])),
  );
  const find = (id: string, seen: ReadonlySet<string>): string[] => {
    if (seen.has(id)) return [];
    const own = news.steps.get(id);
    const isOwn =
      own?.after === null || own?.before === null || own?.aspects.has('dates') || own?.aspects.has('place');
    if (own !== undefined && isOwn) return [id];
    const step = steps.get(id);
    if (step === undefined) return [];
    const waits = 'onEvent' in step.due ? [emitters.get(step.due.onEvent) ?? []].flat() : [];
    const anchors = [...fixedRules(step).flatMap(({ rule }) => anchorOf(rule) ?? []), ...waits];
    const stage = news.stages.get(step.stage);
    return [
      ...(stage !== undefined && (stage.months || stage.nature || stage.after === null) ? [stage.id] : []),
      ...anchors.flatMap((anchor) => find(anchor, new Set([...seen, id]))),
    ];
  };
  return (step) => [...new Set(find(step, new Set()))];
}
