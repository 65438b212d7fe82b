import type { Language } from '../domain/language.ts';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { PlanContext } from './context.ts';
import { directoryOf } from './directory.ts';

/** A person with everything filled in that their file leaves to the team or the program. */
export interface ResolvedPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly zone: string;
  readonly quiet: { readonly from: string; readonly to: string };
  readonly daysOff: readonly string[];
}

/** Everyone of the program, in file order. */
export function resolvePeople(ctx: PlanContext): ResolvedPerson[] {
  const directory = directoryOf(ctx.program);
  const homeZone = (person: string): string => {
    const team = directory.homeTeam(person);
    if (team !== undefined) return ctx.placeOf(team.id).zone;
    const clinic = directory.ledClinic(person);
    return clinic === undefined ? ctx.placeOf(PROGRAM_SCOPE).zone : ctx.placeOfClinic(clinic.id).zone;
  };
  return ctx.program.people.map((person) => ({
    id: person.id,
    name: person.name,
    email: person.email,
    language: person.language ?? ctx.program.language,
    zone: person.zone ?? homeZone(person.id),
    quiet: person.quiet ?? ctx.program.quiet,
    daysOff: person.daysOff,
  }));
}
