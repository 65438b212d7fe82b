import type { Program } from '../roadmap/program-schema.ts';
import { allowedHours } from './allowed-hours.ts';
import type { Workload } from './workload.ts';

/** One sentence for each person of a team who would be asked for more than their part allows, by their worst month. */
export function workloadWarnings(program: Program, workload: readonly Workload[]): string[] {
  const caps = allowedHours(program);
  const worst = new Map<string, Workload>();
  for (const each of workload) {
    const cap = caps.get(each.person);
    if (cap === undefined || each.minutes <= cap * 60) continue;
    if (each.minutes > (worst.get(each.person)?.minutes ?? 0)) worst.set(each.person, each);
  }
  return [...worst.values()].map(
    ({ person, month, minutes }) =>
      `${person} would be asked for ${(minutes / 60).toFixed(1)} hours in ${month}, more than the ${caps.get(person)} hours that such a part should take.`,
  );
}
