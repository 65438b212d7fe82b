import { isZone, type PlanContext } from '../plan/index.ts';
import { checkProgram } from '../roadmap/check-program.ts';
import { saysPath } from '../roadmap/findings.ts';

/** What would be wrong with the program after a change, by the rules that a program file is held to. */
export function programProblems({ program, roadmap }: PlanContext): string[] {
  const empty = [...program.organizations, ...program.clinics]
    .filter(({ leaders }) => leaders.length === 0)
    .map(({ id }) => `${id} would have no leader; say who succeeds with --to PERSON`);
  return [
    ...empty,
    ...checkProgram(program, roadmap, isZone).map(
      ({ path, problem, fix }) => `${saysPath(program, path)}: ${problem}. ${fix}`,
    ),
  ];
}
