import { describe, expect, it } from 'vitest';
import { chartPoints, foldForward, monthNumber, shareOf, sumOf } from '../../src/disclosure/index.ts';
import { monthOccurrence } from '../../src/domain/keys.ts';
import { runChart } from '../../src/measure/index.ts';
import type { Plan } from '../../src/plan/types.ts';
import { type Improvement, plantedIn, type Visit, visitsOf } from '../../src/rehearsal/patients.ts';
import { instrumentOf } from '../../src/roadmap/load-instrument.ts';

const instrument = instrumentOf(undefined);
const MONTHS = 24;
const teams = ['maple', 'willow'];
const at = (month: number) => {
  const utc = new Date(Date.UTC(2027, month, 1, 14)).toISOString();
  return { utc, local: utc.slice(0, 16), zone: 'UTC' };
};
const plan = {
  stages: teams.flatMap((team) =>
    Array.from({ length: MONTHS }, (_, i) => ({
      team,
      stage: 'survey-cycle',
      occurrence: monthOccurrence(i + 1),
      workflow: 'surveyCycle',
      starts: at(i + 1),
      closes: at(i + 2),
    })),
  ),
} as unknown as Plan;
const planted = plantedIn(plan, teams, instrument);
const visits = (seed: number, better: Improvement | null): Visit[] =>
  visitsOf(plan, teams, { seed, profile: 'cooperative', instrument, planted: better });

/** The run chart of one item of one team, through the blocks that would be published. */
function chartOf(seed: number, better: Improvement | null, team: string, item: string) {
  const one = { ...instrument, items: instrument.items.filter(({ id }) => id === item) };
  const own = visitsOf(plan, [team], { seed, profile: 'cooperative', instrument: one, planted: better });
  const answers = own.flatMap(({ month, forms }) =>
    forms.flatMap(({ answers: given }, nth) =>
      given[item] === undefined
        ? []
        : [{ id: `${month} ${nth}`, month: monthNumber(month), value: given[item] }],
    ),
  );
  const valueOf = new Map(answers.map(({ id, value }) => [id, value]));
  const { closed } = foldForward(answers, [], MONTHS);
  const blocks = closed.map(({ from, to, answers: ids }) => ({
    from,
    to,
    ...shareOf(
      sumOf(
        ids.map((id) => valueOf.get(id)!),
        4,
      ),
    ),
  }));
  return runChart(chartPoints(blocks, () => false, monthOccurrence));
}

describe('simulated patients', () => {
  it('answer once in each month in which their team is asked, and the same for the same seed', () => {
    const all = visits(7, planted);
    expect(all).toHaveLength(teams.length * MONTHS);
    expect(all).toEqual(visits(7, planted));
    expect(all).not.toEqual(visits(8, planted));
    expect(all.map(({ at: moment }) => moment)).toEqual(
      all.map(({ at: moment }) => moment).toSorted((a, b) => a - b),
    );
  });

  it('say more often that the one thing is good, from the month on in which it became better, and nothing else', () => {
    expect(planted).toEqual({ team: 'maple', item: 'access', from: 'M11' });
    const [before, after] = [visits(7, null), visits(7, planted)];
    const other = before.flatMap((visit, i) =>
      JSON.stringify(visit) === JSON.stringify(after[i]) ? [] : [visit],
    );
    expect(other.length).toBeGreaterThan(10);
    expect(other.every(({ team, month }) => team === 'maple' && month >= 'M11')).toBe(true);
    const strip = (all: Visit[]) =>
      all.map(({ forms }) => forms.map(({ answers: { access: _, ...rest } }) => rest));
    expect(strip(after)).toEqual(strip(before));
  });

  // docs/measurement.md: of flat series of 25 months, one in three shows a shift; of a rise from 60 to 90 %, all do
  // within twelve months.
  it(
    'show a planted change, and none where there is none, as often as the documentation says',
    { timeout: 60_000 },
    () => {
      const SEEDS = 200;
      let [found, falsely] = [0, 0];
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const better = chartOf(seed, planted, 'maple', 'access');
        if (better.shifts.some(({ side, to }) => side === 'above' && monthNumber(to.slice(-3)) >= 11))
          found += 1;
        if (chartOf(seed, null, 'willow', 'respect').shifts.length > 0) falsely += 1;
      }
      expect(found / SEEDS).toBeGreaterThan(0.97);
      // Within three and a half standard errors of a third among 200.
      expect(falsely / SEEDS).toBeGreaterThan(0.21);
      expect(falsely / SEEDS).toBeLessThan(0.45);
    },
  );
});
