import { canonicalJson } from '../roadmap/canonical-json.ts';
import type { Roadmap, Stage, Step } from '../roadmap/roadmap-schema.ts';
import { asked } from './redefined.ts';

/** In which respects two versions of a step differ. `place`: its stage, or what kind of step it is. */
export type Aspect = 'texts' | 'dates' | 'reminders' | 'asks' | 'place';

/** A step that two versions of a roadmap do not have alike; null in the version that does not have it. */
export interface StepNews {
  readonly id: string;
  readonly before: Step | null;
  readonly after: Step | null;
  readonly aspects: ReadonlySet<Aspect>;
}

export interface StageNews {
  readonly id: string;
  readonly before: Stage | null;
  readonly after: Stage | null;
  /** It runs in other months, or is of another nature; else only its title differs. */
  readonly months: boolean;
  readonly nature: boolean;
}

export interface RoadmapNews {
  readonly steps: ReadonlyMap<string, StepNews>;
  readonly stages: ReadonlyMap<string, StageNews>;
}

/** What is other in the next version of a roadmap; the order of steps does not count. */
export const roadmapNews = (current: Roadmap, next: Roadmap): RoadmapNews => ({
  steps: differing(current.steps, next.steps, (id, before, after) => ({
    id,
    before,
    after,
    aspects: new Set(before === null || after === null ? [] : aspectsOf(before, after)),
  })),
  stages: differing(current.stages, next.stages, (id, before, after) => ({
    id,
    before,
    after,
    months: before !== null && after !== null && !same(before, after, ['months', 'tail', 'rests']),
    nature: before !== null && after !== null && !same(before, after, ['workflow', 'scope', 'repeats']),
  })),
});

function differing<Item extends { readonly id: string }, News>(
  before: readonly Item[],
  after: readonly Item[],
  news: (id: string, before: Item | null, after: Item | null) => News,
): ReadonlyMap<string, News> {
  const [old, next] = [before, after].map((items) => new Map(items.map((item) => [item.id, item]))) as [
    Map<string, Item>,
    Map<string, Item>,
  ];
  return new Map(
    [...new Set([...old.keys(), ...next.keys()])]
      .filter((id) => canonicalJson(old.get(id)) !== canonicalJson(next.get(id)))
      .map((id) => [id, news(id, old.get(id) ?? null, next.get(id) ?? null)]),
  );
}

const same = <Item>(a: Item, b: Item, fields: readonly (keyof Item)[]): boolean =>
  fields.every((field) => canonicalJson(a[field]) === canonicalJson(b[field]));

const fieldsOf: Readonly<Record<Exclude<Aspect, 'asks'>, readonly (keyof Step)[]>> = {
  texts: ['title', 'purpose', 'instructions', 'completion', 'event', 'minutes', 'track', 'sources'],
  dates: ['due', 'opens', 'months', 'repeats', 'escalation'],
  reminders: ['reminders'],
  place: ['stage', 'kind'],
};

function aspectsOf(before: Step, after: Step): Aspect[] {
  const plain = (Object.keys(fieldsOf) as Exclude<Aspect, 'asks'>[]).filter(
    (aspect) => !same(before, after, fieldsOf[aspect]),
  );
  return asked(before) === asked(after) ? plain : [...plain, 'asks'];
}
