import { afterAll, expect, it } from 'vitest';
import { openReader } from '../../src/read/connection.ts';
import { goalRows } from '../../src/read/goals.ts';
import { quarterReview } from '../../src/read/quarter-review.ts';
import { toldRows } from '../../src/read/told.ts';
import { testProgram } from '../harness/engine.ts';

const { database, launch, pool } = await testProgram('stepped');
const reader = openReader(database.url);
afterAll(() => reader.close());

it('a month’s goal, and what patients were told of it, are read from what the team filled in, and from nothing else', async () => {
  const { program, plan } = await launch('examples/two-teams.yaml');
  const [team, other] = program.teams.map(({ id }) => id) as [string, string];
  const goals = plan.steps.filter(({ id, team: of }) => id === 'survey-goal' && of === team);
  const before = await goalRows(reader, program.id, team);
  expect(before.map(({ occurrence }) => occurrence)).toEqual(
    goals.map(({ occurrence }) => occurrence).sort(),
  );
  expect(before.every(({ status, answer }) => status === null && answer === null)).toBe(true);
  expect(await toldRows(reader, program.id, team)).toEqual([]);

  const [first, second] = goals.map(({ occurrence }) => occurrence) as [string, string];
  const close = (
    of: string,
    step: string,
    occurrence: string,
    status: string,
    answer: object,
    day: number,
    stage = 'survey-cycle',
  ) =>
    pool.query(
      `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner, eligible,
                         volunteer, status, opened_at, due_at, closed_at, evidence, answer)
       VALUES ($1, $2, $3, $9, $5, $4, $5, 'task', 'w', 'somebody', '{}', false, $6, now(), now(), $7, '{}', $8)`,
      [
        `${program.id}/${of}/${step}/${occurrence}`,
        program.id,
        of,
        step,
        occurrence,
        status,
        new Date(Date.UTC(2027, 1, day)),
        answer,
        stage,
      ],
    );
  await close(team, 'survey-goal', first, 'completed', { goal: 'Call back' }, 3);
  await close(other, 'survey-goal', second, 'completed', { goal: 'Not theirs' }, 3);
  const told = { said: 'Nobody calls back', did: 'A nurse calls at noon' };
  await close(team, 'survey-share-back', first, 'completed', told, 5);
  await close(team, 'survey-share-back', second, 'waived', told, 6);
  await close(other, 'survey-share-back', first, 'completed', { said: 'x', did: '' }, 6);

  const after = await goalRows(reader, program.id, team);
  expect(after.find(({ occurrence }) => occurrence === first)).toMatchObject({
    status: 'completed',
    answer: { goal: 'Call back' },
    closedAt: new Date(Date.UTC(2027, 1, 3)),
  });
  expect(after.find(({ occurrence }) => occurrence === second)).toMatchObject({ status: null, answer: null });
  expect(await toldRows(reader, program.id, team)).toEqual([
    { occurrence: first, ...told, closedAt: new Date(Date.UTC(2027, 1, 5)) },
  ]);
  expect(await toldRows(reader, program.id, other)).toEqual([]);

  await close(team, 'quarter-actions', 'Q1', 'completed', { actions: 'Call at noon' }, 9, 'quarterly-review');
  await close(team, 'quarter-review', 'Q1', 'completed', { impact: 'Fewer wait' }, 8, 'quarterly-review');
  await close(team, 'quarter-share', 'Q1', 'lapsed', { 'shared-with': 'x' }, 10, 'quarterly-review');
  await close(team, 'quarter-review', 'Q2', 'completed', { impact: 'Later' }, 20, 'quarterly-review');
  const review = await quarterReview(reader, program.id, team, 'Q1');
  expect(review.map(({ title, answer }) => [title.en, answer])).toEqual([
    ['Look back on the quarter', { impact: 'Fewer wait' }],
    ['Choose what to do next quarter', { actions: 'Call at noon' }],
  ]);
  expect(review[0]!.fields.map(({ id }) => id)).toContain('impact');
});
