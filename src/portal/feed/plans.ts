import { planContext, type PlanContext, type PlanEdit } from '../../plan/index.ts';
import type { Reader } from '../../read/connection.ts';
import { feedSource, type FeedSource } from '../../read/feed.ts';
import type { Program } from '../../roadmap/program-schema.ts';
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
function contextOf({ definition, roadmap, sha256, edits, launchAt, people }: FeedSource): PlanContext {
  const persons = people.map(({ id, zone, joined }) => ({ id, zone, joined, daysOff: [] }));
  const launched = { ...definition, people: persons.filter(({ joined }) => !joined) };
  const joining = (edits as PlanEdit[]).map((edit) =>
    edit.kind === 'people'
      ? { ...edit, join: persons.filter(({ id }) => edit.join.some((each) => each.id === id)) }
      : edit,
  );
  return planContext(
    launched as unknown as Program,
    { roadmap: roadmap as Roadmap, sha256 },
    {
      edits: joining as unknown as PlanEdit[],
      ...(launchAt === null ? {} : { launchAt }),
    },
  );
}
