import { expectation, type Expectation } from '../disclosure/index.ts';
import type { Plan } from '../plan/index.ts';
import type { Program } from '../roadmap/program-schema.ts';

/** What the teams of one size may expect; those that do not say how many answers they guess are left out. */
export interface ExpectedOfTeams {
  readonly teams: readonly string[];
  readonly expectation: Expectation;
}

/** What each team may expect of its size in the months that ask its patients, teams of a size together. */
export function expectedOf({ teams }: Program, { stages }: Pick<Plan, 'stages'>): ExpectedOfTeams[] {
  const months = new Map<string, number>();
  for (const { team, workflow } of stages) {
    if (workflow === 'surveyCycle') months.set(team, (months.get(team) ?? 0) + 1);
  }
  const alike = new Map<string, { teams: string[]; expectation: Expectation }>();
  for (const { id, expectedAnswers } of teams) {
    const asked = months.get(id) ?? 0;
    if (expectedAnswers === undefined || asked === 0) continue;
    const key = `${expectedAnswers}/${asked}`;
    const known = alike.get(key);
    if (known === undefined)
      alike.set(key, { teams: [id], expectation: expectation(expectedAnswers, asked) });
    else known.teams.push(id);
  }
  return [...alike.values()];
}
