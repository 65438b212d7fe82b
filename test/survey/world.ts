import { randomBytes } from 'node:crypto';
import { launchStore } from '../../src/adapters/db/launch-store.ts';
import { createPool, type Pool } from '../../src/adapters/db/pool.ts';
import { hashOf } from '../../src/client/secrets.ts';
import { openSurveyStore } from '../../src/connect/surveys.ts';
import { compilePlan, isZone, planContext, resolvePeople } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import type { FilledForm } from '../../src/survey/form.ts';
import { CODE_BYTES, codeOf } from '../../src/survey/codes.ts';
import type { Site } from '../../src/survey/ports.ts';
import type { SurveySetting } from '../../src/survey/survey-setting.ts';

/** Whoever reads comments in the tests: a leader of the organization, in no team. */
export const READER = 'ines-calder';

export const withComments: SurveySetting = {
  instrument: 'monthly-pulse',
  comments: {
    reader: READER,
    protocol: 'Reading comments safely, binder 4',
    urgent: [{ label: { en: 'Nurse line', es: 'Línea de enfermería' }, phone: '555-0100' }],
  },
};

/** The month of the program in which the tests are, and a moment in it. */
export const MONTH = 'M04';
const NOW = '2027-05-12T15:00:00Z';

/** The program of examples/two-teams.yaml as it was launched, on a clock that stands in {@link MONTH}. */
export async function launched(databaseUrl: string, survey?: SurveySetting): Promise<string> {
  const { program: read, roadmap } = loadProgram('examples/two-teams.yaml', { isZone });
  const program = survey === undefined ? read : { ...read, survey };
  const context = planContext(program, roadmap);
  const pool = createPool(databaseUrl, { max: 1 });
  try {
    await launchStore(pool).insert(
      {
        program,
        roadmap,
        plan: compilePlan(context),
        people: resolvePeople(context),
        now: Date.parse(`${program.launch}T12:00:00Z`),
        launchAt: null,
      },
      { workflowId: `test:program/${program.id}`, clock: 'stepped' },
    );
    await at(pool, NOW);
    return program.id;
  } finally {
    await pool.end();
  }
}

/** Puts the clock of the program to an instant. */
export const at = (pool: Pool, now: string) =>
  pool.query(
    'INSERT INTO clock (id, tick, now) VALUES (1, 1, $1) ON CONFLICT (id) DO UPDATE SET now = excluded.now',
    [now],
  );

export const newCodes = (count: number): string[] =>
  Array.from({ length: count }, () => codeOf(randomBytes(CODE_BYTES)));

/** New cards of a team, as `milepost cards` makes them. Gives their codes. */
export async function makeCards(databaseUrl: string, site: Site, count: number): Promise<string[]> {
  const store = openSurveyStore(databaseUrl);
  try {
    const codes = newCodes(count);
    await store.make({ ...site, month: MONTH, hashes: codes.map(hashOf), by: null });
    return codes;
  } finally {
    await store.close();
  }
}

export const formOf = (
  answers: Readonly<Record<string, number>>,
  comment: string | null = null,
): FilledForm => ({ instrument: 'monthly-pulse', version: 1, answers, comment });
