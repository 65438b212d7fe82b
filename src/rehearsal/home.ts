/**
 * Where each person is at home: their zone, their calendar's holidays, their language. Worked out from the program
 * file once more, apart from the plan: the checker must not inherit its mistakes.
 */
import type { CalendarDefinition, Program, Team } from '../roadmap/program-schema.ts';
import { usFederalDays } from './checker/us-federal.ts';
import type { PersonFact } from './checker/types.ts';

/** A person as the rehearsal knows them. */
export interface Resident extends PersonFact {
  readonly daysOff: readonly string[];
}

/** @param years the calendar years that the program touches */
export function residents(program: Program, years: readonly number[]): Resident[] {
  const holidays = new Map(program.calendars.map((calendar) => [calendar.id, holidaysOf(calendar, years)]));
  return program.people.map((person) => {
    const { zone, calendar } = homeOf(program, person.id);
    return {
      id: person.id,
      email: person.email,
      language: person.language ?? program.language,
      zone: person.zone ?? zone,
      quiet: person.quiet ?? program.quiet,
      daysOff: person.daysOff,
      holidays: new Set([...(holidays.get(calendar) ?? []), ...person.daysOff]),
    };
  });
}

/** The first team of a person, else the first clinic that they lead, else the program. */
function homeOf(program: Program, person: string): { zone: string; calendar: string } {
  const team = program.teams.find((each) => belongs(each, person));
  const clinic = program.clinics.find((each) =>
    team === undefined ? each.leaders.includes(person) : each.id === team.clinic,
  );
  return {
    zone: team?.zone ?? clinic?.zone ?? program.zone,
    calendar: team?.calendar ?? clinic?.calendar ?? program.calendar,
  };
}

const belongs = ({ lead, members, staff, advisors, peerProviders }: Team, person: string): boolean =>
  [lead, ...members, ...staff, ...peerProviders].includes(person) ||
  advisors.some((advisor) => advisor.person === person);

function holidaysOf(calendar: CalendarDefinition, years: readonly number[]): string[] {
  const builtIn = calendar.extends === 'us-federal' ? years.flatMap(usFederalDays) : [];
  const own = calendar.holidays.map(({ date }) => date);
  return [...builtIn, ...own].filter((date) => !calendar.workdays.includes(date));
}
