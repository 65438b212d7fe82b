import { type PlanContext, type PlanEdit, restoredPlan, runningPlan } from '../../plan/index.ts';
import type { Reader } from '../../read/connection.ts';
import { feedSource, type FeedSource } from '../../read/feed.ts';
import type { Person } from '../../roadmap/program-schema.ts';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';

const KEPT = 20;

/** The plans that calendars are made of, each read once: a herd of calendar programs asks at the full hour. */
export function keptPlans(reader: Reader) {
  const kept = new Map<string, Promise<PlanContext>>();
  return (program: string, version: number): Promise<PlanContext> => {
    const key = `${program}@${version}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const loading = feedSource(reader, program, version).then(contextOf);
    kept.set(key, loading);
    loading.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return loading;
  };
}

/** Of people a calendar needs who they are and where: neither names nor addresses are read. */
function contextOf({ people, launchAt, ...source }: FeedSource): PlanContext {
  const { edits, ...plan } = restoredPlan({
    definition: source.definition,
    launchedWith: { roadmap: source.roadmap as Roadmap, sha256: source.sha256 },
    people: people.map(({ id, zone }) => ({ id, zone, daysOff: [] })) as unknown as Person[],
    joined: people.filter(({ joined }) => joined).map(({ id }) => id),
    edits: source.edits as readonly PlanEdit[],
  });
  return runningPlan({ ...plan, launchAt }, edits);
}
