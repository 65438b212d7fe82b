import { describe, expect, it } from 'vitest';
import { makeCalendar } from '../../src/plan/calendar/business-days.ts';
import { isZone, planContext, resolvePeople } from '../../src/plan/index.ts';
import { residents } from '../../src/rehearsal/home.ts';
import { loadProgram } from '../../src/roadmap/load.ts';

const years = [2027, 2028, 2029];

describe.each(['two-teams', 'two-organizations'])('the people of %s', (example) => {
  const { program, roadmap } = loadProgram(`examples/${example}.yaml`, { isZone });
  const people = residents(program, years);

  it('are at home where the plan says, though it was worked out apart from it', () => {
    const resolved = resolvePeople(planContext(program, roadmap));
    expect(
      people.map(({ id, email, language, zone, quiet }) => ({ id, email, language, zone, quiet })),
    ).toEqual(resolved.map(({ id, email, language, zone, quiet }) => ({ id, email, language, zone, quiet })));
  });

  it('keep the holidays of a calendar of the program, and their own days off', () => {
    for (const person of people) {
      const own = new Set(person.daysOff);
      const closed = [...person.holidays].filter((date) => !own.has(date)).sort();
      expect(program.calendars.map((calendar) => holidaysOf(calendar))).toContainEqual(closed);
      for (const date of own) expect(person.holidays).toContain(date);
    }
  });

  /** Every holiday that the plan's own calendar knows in these years. */
  function holidaysOf(definition: (typeof program.calendars)[number]): string[] {
    const calendar = makeCalendar(definition);
    const days: string[] = [];
    for (let at = Date.UTC(2027, 0, 1); at < Date.UTC(2030, 0, 1); at += 86_400_000) {
      const day = new Date(at).toISOString().slice(0, 10);
      if (calendar.holidayName(day) !== undefined) days.push(day);
    }
    return days;
  }
});
