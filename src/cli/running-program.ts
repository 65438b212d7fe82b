import { restoredPlan, runningPlan, type PlanContext, type PlanEdit } from '../plan/index.ts';
import type { Reader } from '../read/connection.ts';
import { planSource } from '../read/plan-source.ts';
import type { Person } from '../roadmap/program-schema.ts';
import type { Roadmap } from '../roadmap/roadmap-schema.ts';

/** The plan of a program as it stands now; null where there is no such program. */
export async function runningProgram(reader: Reader, program: string): Promise<PlanContext | null> {
  const source = await planSource(reader, program);
  if (source === null) return null;
  const { edits, ...plan } = restoredPlan({
    definition: source.definition,
    launchedWith: { roadmap: source.roadmap as Roadmap, sha256: source.sha256 },
    people: source.people as readonly Person[],
    joined: source.joined,
    edits: source.edits as readonly PlanEdit[],
  });
  return runningPlan({ ...plan, launchAt: source.launchAt }, edits);
}
