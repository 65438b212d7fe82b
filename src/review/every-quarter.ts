import { quarterOccurrence } from '../domain/keys.ts';
import { quartersOf } from '../plan/index.ts';
import type { Reader } from '../read/connection.ts';
import { programTime } from '../read/program-time.ts';
import type { TeamQuarter } from '../report/index.ts';
import { lookingBack } from './looking-back.ts';
import { runningProgram } from './running-program.ts';

/** What every team of a program looks back on after every quarter, with the ids of both. */
export async function* everyQuarter(
  reader: Reader,
  program: string,
): AsyncGenerator<{ readonly team: string; readonly quarter: string; readonly report: TeamQuarter }> {
  const plan = await runningProgram(reader, program);
  if (plan === null) return;
  const { now } = await programTime(reader);
  for (const { id: team } of plan.program.teams) {
    for (const [index, months] of quartersOf(plan.roadmap).entries()) {
      const quarter = quarterOccurrence(index + 1);
      yield {
        team,
        quarter,
        report: await lookingBack(reader, { plan, program, team, months, quarter, now }),
      };
    }
  }
}
