import type { Program } from '../roadmap/program-schema.ts';
import type { Workload } from './workload.ts';

/** Hours a month that a program may ask of a person before its lead is warned. */
const capHours = { lead: 6, advisor: 4, member: 2 } as const;

/** One sentence for each person of a team who would be asked for more than their part allows, by their worst month. */
export function workloadWarnings(program: Program, workload: readonly Workload[]): string[] {
  const caps = capsOf(program);
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

/** The cap of each person who has a part in a team; of several parts the largest counts. */
function capsOf(program: Program): ReadonlyMap<string, number> {
  const caps = new Map<string, number>();
  const atLeast = (people: readonly string[], hours: number): void => {
    for (const person of people) caps.set(person, Math.max(hours, caps.get(person) ?? 0));
  };
  for (const { lead, members, staff, advisors, peerProviders } of program.teams) {
    atLeast([lead], capHours.lead);
    atLeast([...members, ...staff, ...peerProviders], capHours.member);
    atLeast(
      advisors.map(({ person }) => person),
      capHours.advisor,
    );
  }
  return caps;
}
