import { type PlanContext, type PlanEdit, restoredPlan, runningPlan } from '../../plan/index.ts';
import type { Reader } from '../../read/connection.ts';
import { feedSource, type FeedSource } from '../../read/feed.ts';
import { planVersion } from '../../read/survey-card.ts';
import type { Person } from '../../roadmap/program-schema.ts';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';

/** The plan of a program in one version. */
export type PlanOf = (program: string, version: number) => Promise<PlanContext>;

const KEPT = 20;

/** The plans that calendars are made of, each read once: a herd of calendar programs asks at the full hour. */
export function keptPlans(reader: Reader): PlanOf {
  const kept = new Map<string, Promise<PlanContext>>();
  return (program, version) => {
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

/** The plan of a program as it stands now; null where there is no such program. */
export async function planNow(reader: Reader, planOf: PlanOf, program: string): Promise<PlanContext | null> {
  const version = await planVersion(reader, program);
  return version === null ? null : planOf(program, version);
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
