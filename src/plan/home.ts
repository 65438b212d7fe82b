import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { Place } from './calendar/offset.ts';
import type { PlanContext } from './context.ts';
import { directoryOf } from './directory.ts';

/** Where a person works: their first team in the file, else the clinic they lead, else the program. */
export function homeOf(ctx: PlanContext, person: string): Place {
  const directory = directoryOf(ctx.program);
  const team = directory.homeTeam(person);
  if (team) return ctx.placeOf(team.id);
  const clinic = directory.ledClinic(person);
  return clinic ? ctx.placeOfClinic(clinic.id) : ctx.placeOf(PROGRAM_SCOPE);
}

/** The zone of a person’s own clock. */
export const zoneOf = (ctx: PlanContext, person: string): string =>
  directoryOf(ctx.program).person(person).zone ?? homeOf(ctx, person).zone;
