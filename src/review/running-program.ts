import type { PlanContext } from '../plan/index.ts';
import type { Reader } from '../read/connection.ts';
import { planSource } from '../read/plan-source.ts';
import { contextOf } from '../why/index.ts';

/** The plan of a program as it stands now; null where there is no such program. */
export async function runningProgram(reader: Reader, program: string): Promise<PlanContext | null> {
  const source = await planSource(reader, program);
  return source === null ? null : contextOf(source);
}
