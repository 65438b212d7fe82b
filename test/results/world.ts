import type { Pool } from 'pg';
import type { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { type Program, programSchema } from '../../src/roadmap/program-schema.ts';
import { CoreEngine } from '../model/core-engine.ts';
import { makeRoadmap, stage, step } from '../plan/fixtures.ts';

/** Invented example data: teams whose patients are asked from M1 to M6 and whose quarters are collected. */

const results = { kind: 'automatic', minutes: 0, opens: { lead: 'PT0M' }, escalation: 'none' };

const askingRoadmap = makeRoadmap({
  stages: [
    stage('asking', 'M1-M6', { workflow: 'surveyCycle', repeats: 'monthly', rests: true, tail: 1 }),
    stage('review', 'M1-M6', { workflow: 'quarterlyReview', repeats: 'quarterly', tail: 2 }),
  ],
  steps: [
    step(
      'results',
      { businessDay: 3, later: 1, time: '09:00' },
      { ...results, stage: 'asking', emits: 'results-out' },
    ),
    step('collect', { businessDay: 4, later: 1, time: '09:00' }, { ...results, stage: 'review' }),
  ],
});

/** Launched on 1 January 2027, so M1 is February; red and blue are of one clinic, green of another. */
export const askingProgram = (id: string, more: object = {}): Program =>
  programSchema.parse({
    id,
    title: 'A program that asks',
    roadmap: 'small',
    launch: '2027-01-01',
    zone: 'UTC',
    calendar: 'days',
    equityAim: 'Those heard least',
    lead: 'gus',
    calendars: [{ id: 'days', businessDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] }],
    organizations: [{ id: 'org', name: 'Org', leaders: ['gus'] }],
    clinics: ['north', 'south'].map((clinic) => ({
      id: clinic,
      organization: 'org',
      name: clinic,
      leaders: ['gus'],
    })),
    teams: [
      { id: 'red', clinic: 'north', name: 'Red', lead: 'ann', expectedAnswers: 6 },
      { id: 'blue', clinic: 'north', name: 'Blue', lead: 'bob' },
      { id: 'green', clinic: 'south', name: 'Green', lead: 'cal' },
    ],
    people: ['ann', 'bob', 'cal', 'gus'].map((person) => ({
      id: person,
      name: person,
      email: `${person}@clinic.example`,
    })),
    ...more,
  });

/** Program months on the third and fourth business day, at nine, after the month that they tell of. */
export const daysOf: Readonly<Record<number, { readonly results: string; readonly collected: string }>> = {
  1: { results: '2027-03-03T09:00Z', collected: '2027-03-04T09:00Z' },
  2: { results: '2027-04-05T09:00Z', collected: '2027-04-06T09:00Z' },
  3: { results: '2027-05-05T09:00Z', collected: '2027-05-06T09:00Z' },
  4: { results: '2027-06-03T09:00Z', collected: '2027-06-04T09:00Z' },
  5: { results: '2027-07-05T09:00Z', collected: '2027-07-06T09:00Z' },
  6: { results: '2027-08-04T09:00Z', collected: '2027-08-05T09:00Z' },
};

export interface World {
  readonly program: string;
  /** Until then everything that falls due happens. */
  at(time: string): Promise<void>;
  /** So many patients of a team answer one item in this month, and so many of them well. */
  answer(team: string, month: string, all: number, good: number, item?: string): Promise<string[]>;
  published(scope: string): Promise<Shown[]>;
}

export interface Shown {
  readonly id: string;
  readonly item: string;
  readonly from: string;
  readonly to: string;
  readonly n: number;
  readonly good: number;
  readonly contributors: readonly string[];
}

/** @param answerIsLost whether the answer to a commit is lost now, so that it is asked for again */
export async function launchAsking(
  pool: Pool,
  contexts: ProgramContexts,
  program: Program,
  answerIsLost = () => false,
): Promise<World> {
  const engine = new CoreEngine(pool, contexts, answerIsLost);
  const { id } = program;
  await engine.launch(program, askingRoadmap, Date.parse('2027-01-01T00:00Z'));
  return {
    program: id,
    async at(time) {
      const now = new Date(time);
      await pool.query(
        'INSERT INTO clock (id, tick, now) VALUES (1, 1, $1) ON CONFLICT (id) DO UPDATE SET now = $1',
        [now],
      );
      await engine.settle(now.getTime());
    },
    async answer(team, month, all, good, item = 'access') {
      const { rows } = await pool.query<{ id: string }>(
        `INSERT INTO survey_answer (program_id, team, month, instrument, version, item, value)
         SELECT $1, $2, $3, 'monthly-pulse', 1, $6, CASE WHEN i <= $5 THEN 5 ELSE 2 END
           FROM generate_series(1, $4::int) AS i RETURNING id`,
        [id, team, month, all, good, item],
      );
      return rows.map((row) => row.id).sort();
    },
    async published(scope) {
      const { rows } = await pool.query<Shown>(
        `SELECT id, item, from_month AS "from", to_month AS "to", n, (figures ->> 'good')::int AS good, contributors
           FROM disclosure WHERE program_id = $1 AND scope = $2 ORDER BY item, from_month`,
        [id, scope],
      );
      return rows;
    },
  };
}
