import { afterAll, expect, it } from 'vitest';
import { openReader } from '../../src/read/connection.ts';
import { monthlyCounts } from '../../src/read/monthly-counts.ts';
import { testProgram } from '../harness/engine.ts';

const { database, launch, pool } = await testProgram('stepped');
const reader = openReader(database.url);
afterAll(() => reader.close());

it('a team’s months are those in which the plan asks for counts; what is closed without them is not awaited', async () => {
  const { program, plan } = await launch('examples/two-teams.yaml');
  const [team, other] = program.teams;
  const planned = plan.steps.filter(({ kind, team: of }) => kind === 'counts' && of === team!.id);
  const months = await monthlyCounts(reader, program.id, team!.id);
  expect(months.map(({ occurrence }) => occurrence)).toEqual(
    planned.map(({ occurrence }) => occurrence).sort(),
  );
  expect(months.every(({ counts, awaited }) => counts === null && awaited)).toBe(true);

  const [first, second] = planned;
  await pool.query(
    `INSERT INTO monthly_count (program_id, team, occurrence, asked, returned, seen_low, seen_high, recorded_by, recorded_at)
     VALUES ($1, $2, $4, 40, 22, 50, 55, 'greta-lind', now()), ($1, $3, $4, 9, 9, NULL, NULL, 'somebody', now())`,
    [program.id, team!.id, other!.id, first!.occurrence],
  );
  await pool.query(
    `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner, eligible,
                       volunteer, status, opened_at, due_at, closed_at, evidence)
     VALUES ('k', $1, $2, 'survey-cycle', $4, $3, $4, 'counts', 'w', 'greta-lind', '{}', false, 'lapsed', now(), now(),
             now(), '{}')`,
    [program.id, team!.id, second!.id, second!.occurrence],
  );
  expect((await monthlyCounts(reader, program.id, team!.id)).slice(0, 3)).toEqual([
    {
      occurrence: first!.occurrence,
      counts: { asked: 40, returned: 22, seen: { low: 50, high: 55 } },
      awaited: true,
    },
    { occurrence: second!.occurrence, counts: null, awaited: false },
    { occurrence: planned[2]!.occurrence, counts: null, awaited: true },
  ]);
});
