import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Program } from '../../src/roadmap/program-schema.ts';
import { programSchema } from '../../src/roadmap/program-schema.ts';
import { program, roadmap } from './arbitraries.ts';
import { makeProgram, makeRoadmap, planOf, type ProgramParts, step } from './fixtures.ts';
import { runs } from './runs.ts';

interface OwnDays {
  readonly holidays: readonly number[];
  readonly workdays: readonly number[];
}

/** Teams of one zone, each with a calendar of its own: so many days after the launch are closed, or worked. */
function teamsWith(parts: ProgramParts, calendars: readonly OwnDays[]): Program {
  const base = makeProgram(parts);
  const [clinic, team, days] = [base.clinics[0]!, base.teams[0]!, base.calendars[0]!];
  const dayAfter = (n: number): string =>
    new Date(Date.parse(base.launch) + n * 86_400_000).toISOString().slice(0, 10);
  return programSchema.parse({
    ...base,
    calendars: [
      days,
      ...calendars.map((own, index) => ({
        ...days,
        id: `days-${index}`,
        holidays: own.holidays.map((n) => ({ date: dayAfter(n), name: 'Clinic day' })),
        workdays: own.workdays.map(dayAfter),
      })),
    ],
    clinics: calendars.map((_, index) => ({ ...clinic, id: `clinic-${index}`, calendar: `days-${index}` })),
    teams: calendars.map((_, index) => ({ ...team, id: `team-${index}`, clinic: `clinic-${index}` })),
  });
}

const someDays = fc.uniqueArray(fc.nat(240), { maxLength: 12 });
const ownDays = fc
  .record({ holidays: someDays, workdays: someDays })
  .map(({ holidays, workdays }): OwnDays => ({
    holidays,
    workdays: workdays.filter((n) => !holidays.includes(n)),
  }));

describe('teams of one zone with calendars of their own', () => {
  test('are dated, and told why, exactly as if each were alone', () => {
    fc.assert(
      fc.property(
        roadmap,
        program,
        fc.array(ownDays, { minLength: 2, maxLength: 5 }),
        (loaded, parts, calendars) => {
          const all = teamsWith(parts, calendars);
          const { steps } = planOf(loaded, all).plan;
          for (const team of all.teams) {
            const alone = planOf(loaded, { ...all, teams: [team] }).plan;
            expect(steps.filter((each) => each.team === team.id)).toEqual(alone.steps);
          }
        },
      ),
      runs(60),
    );
  });

  test('are dated once, but for the days around which their calendars differ', () => {
    const loaded = makeRoadmap({
      steps: [step('early', { day: 20, month: 'M0' }), step('late', { day: 20, month: 'M3' })],
    });
    const early = 17; // 18 July 2016, two days before the early step is due
    const all = teamsWith({}, [
      { holidays: [], workdays: [] },
      { holidays: [early, early + 1, early + 2], workdays: [] },
    ]);
    const { steps } = planOf(loaded, all).plan;
    const [one, other] = ['team-0', 'team-1'].map((team) =>
      Object.fromEntries(steps.filter((each) => each.team === team).map((each) => [each.id, each])),
    );
    expect(one!['late']!.dates).toBe(other!['late']!.dates);
    expect(one!['early']!.dates!.due.utc).not.toBe(other!['early']!.dates!.due.utc);
    expect(one!['late']!.why.join(' ')).toContain('calendar days-0');
    expect(other!['late']!.why.join(' ')).toContain('calendar days-1');
  });
});
