import type { Program } from '../roadmap/program-schema.ts';

/** Hours a month that somebody's part in a team should take, over all programs. */
const hoursOfPart = { lead: 6, advisor: 4, member: 2 } as const;

/** The least that any part allows, in minutes: who is asked for no more is never asked for too much. */
export const LEAST_ALLOWED_MINUTES = hoursOfPart.member * 60;

/** The hours a month of each person who has a part in a team; of several parts the largest counts. */
export function allowedHours(program: Program): ReadonlyMap<string, number> {
  const hours = new Map<string, number>();
  const atLeast = (people: readonly string[], allowed: number): void => {
    for (const person of people) hours.set(person, Math.max(allowed, hours.get(person) ?? 0));
  };
  for (const { lead, members, staff, advisors, peerProviders } of program.teams) {
    atLeast([lead], hoursOfPart.lead);
    atLeast([...members, ...staff, ...peerProviders], hoursOfPart.member);
    atLeast(
      advisors.map(({ person }) => person),
      hoursOfPart.advisor,
    );
  }
  return hours;
}
