/**
 * The subtraction attack: random programs, in which reports are asked for by the rules and against them, and somebody who
 * holds all that was published against each other.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../bench/chart/mulberry32.ts';
import { LEAST_ANSWERS } from '../../src/disclosure/index.ts';
import { runs } from '../plan/runs.ts';
import { attackByTrying, attackInFull } from './attacker.ts';
import { runReports, type World } from './reports.ts';

const answers = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 14 }),
  fc.integer({ min: 5, max: 30 }),
);

const world: fc.Arbitrary<World> = fc
  .record({ teams: fc.integer({ min: 1, max: 5 }), months: fc.integer({ min: 1, max: 7 }) })
  .chain(({ teams, months }) =>
    fc.record({
      months: fc.constant(months),
      teams: fc.array(
        fc.array(
          fc.record({
            inTime: answers,
            late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 })),
            by: fc.integer({ min: 1, max: 3 }),
          }),
          { minLength: months, maxLength: months },
        ),
        { minLength: teams, maxLength: teams },
      ),
      asked: fc.array(
        fc.record({
          month: fc.integer({ min: 1, max: months }),
          when: fc.constantFrom('before' as const, 'after' as const),
          kind: fc.constantFrom(
            'cut' as const,
            'window' as const,
            'month of all' as const,
            'all without one' as const,
            'sum without one' as const,
            'block without a month' as const,
            'figure and one more' as const,
          ),
          draw: fc.nat(),
        }),
        { maxLength: 12 },
      ),
    }),
  );

/** Uniform numbers from a world’s own draw, so that a failure can be repeated. */
const uniformOf = ({ asked, months }: World): (() => number) =>
  mulberry32(asked.reduce((sum, { draw }) => (Math.imul(sum, 31) + draw) >>> 0, months));

/** Seven kinds of hostile reports in any mixture, ten thousand programs: see README. */
const PROGRAMS = 10_000;

describe('the subtraction attack', () => {
  it('finds nothing under eleven answers, whatever was asked for, in whatever order', () => {
    let [askedFor, granted, figures] = [0, 0, 0];
    fc.assert(
      fc.property(world, (each) => {
        const { published, ...outcome } = runReports(each, 'on');
        askedFor += outcome.askedFor;
        granted += outcome.granted;
        figures += published.length;
        expect(attackInFull(published, LEAST_ANSWERS)).toBeNull();
        expect(attackByTrying(published, LEAST_ANSWERS, 2, uniformOf(each))).toBeNull();
      }),
      runs(PROGRAMS),
    );
    // It was no empty exercise: much was published, some of what was asked for too, and much refused.
    expect(figures).toBeGreaterThan(2 * PROGRAMS);
    expect(granted).toBeGreaterThan(0.05 * askedFor);
    expect(granted).toBeLessThan(0.6 * askedFor);
  });

  it('does find what the ledger would have refused: the same attack, without it', () => {
    let [programs, inFull, byTrying] = [0, 0, 0];
    fc.assert(
      fc.property(world, (each) => {
        const { published } = runReports(each, 'off');
        if (each.asked.length < 6 || each.teams.length < 2) return;
        programs += 1;
        const found = attackInFull(published, LEAST_ANSWERS);
        if (found) {
          inFull += 1;
          expect(found.answers).toBeLessThan(LEAST_ANSWERS);
        }
        if (attackByTrying(published, LEAST_ANSWERS, 4, uniformOf(each)) !== null) byTrying += 1;
      }),
      runs(300),
    );
    expect(programs).toBeGreaterThan(60);
    expect(inFull / programs).toBeGreaterThan(0.8);
    expect(byTrying / programs).toBeGreaterThan(0.6);
  });

  it('the rules of blocks and quarters never make a figure that the ledger refuses', () => {
    fc.assert(
      fc.property(world, (each) => {
        const { published, refusedOfRules } = runReports({ ...each, asked: [] }, 'on');
        expect(refusedOfRules).toEqual([]);
        expect(published).toEqual(runReports({ ...each, asked: [] }, 'off').published);
      }),
      runs(1000),
    );
  });
});
