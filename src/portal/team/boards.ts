import { quarterOccurrence } from '../../domain/keys.ts';
import { partOf } from '../../domain/standings.ts';
import { monthAt, quartersOf } from '../../plan/index.ts';
import type { Reader } from '../../read/connection.ts';
import { programTime } from '../../read/program-time.ts';
import { lookingBack } from '../../review/looking-back.ts';
import { planNow, type PlanOf } from '../feed/plans.ts';
import { isInTeam } from '../page/ways.ts';
import type { Boards } from './port.ts';

/** How many months a board looks back on, this one with them. */
const MONTHS = 3;

/** What teams see together, out of the database. */
export function openBoards(reader: Reader, planOf: PlanOf): Boards {
  async function teamNow(program: string, team: string) {
    const plan = await planNow(reader, planOf, program);
    if (plan === null || !plan.program.teams.some(({ id }) => id === team)) return null;
    const { now } = await programTime(reader);
    return { plan, now, month: monthAt(plan, team, now.getTime()) };
  }

  return {
    async teamsOf(entries) {
      const found = await Promise.all(
        entries.map(async ({ program, person }) => {
          const plan = await planNow(reader, planOf, program);
          if (plan === null) return [];
          const { standings } = partOf(plan.program, person, null);
          const own = new Set(standings.filter(isInTeam).map(({ at }) => at));
          return plan.program.teams
            .filter(({ id }) => own.has(id))
            .map(({ id, name }) => ({ program, team: id, name }));
        }),
      );
      return found.flat();
    },
    async board(program, team, language) {
      const found = await teamNow(program, team);
      if (found === null) return null;
      const { plan, now, month } = found;
      const months = { first: Math.max(0, month - MONTHS + 1), last: month };
      const begun = quartersOf(plan.roadmap).filter(({ first }) => first <= month).length;
      return {
        looking: await lookingBack(reader, { plan, program, team, language, months, quarter: null, now }),
        quarters: Array.from({ length: begun }, (_, index) => quarterOccurrence(begun - index)),
      };
    },
    async quarter(program, team, quarter, language) {
      const found = await teamNow(program, team);
      if (found === null) return null;
      const { plan, now } = found;
      const months = quartersOf(plan.roadmap).find((_, index) => quarterOccurrence(index + 1) === quarter);
      if (months === undefined) return null;
      return lookingBack(reader, { plan, program, team, language, months, quarter, now });
    },
  };
}
