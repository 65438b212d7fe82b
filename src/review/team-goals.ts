import { monthOccurrence } from '../domain/keys.ts';
import { type GoalMonth, goalsOf } from '../measure/index.ts';
import type { Reader } from '../read/connection.ts';
import type { ResultsMonth } from '../read/figures.ts';
import { goalRows } from '../read/goals.ts';

/** The goals of a team, month by month. @param results the months whose results it is given, in their order */
export async function teamGoals(
  reader: Reader,
  program: string,
  team: string,
  results: readonly ResultsMonth[],
): Promise<GoalMonth[]> {
  const rows = await goalRows(reader, program, team);
  return goalsOf(
    rows.map(({ occurrence, dueAt, closedAt, ...row }) => ({
      ...row,
      month: occurrence,
      dueAt: dueAt.getTime(),
      closedAt: closedAt?.getTime() ?? null,
    })),
    results.map(({ month, at }) => ({ month: monthOccurrence(month), at: at.getTime() })),
  );
}
