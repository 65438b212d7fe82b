import { expect, it } from 'vitest';
import { testEngine } from '../harness/engine.ts';
import { loseAnswers } from '../harness/lost-answers.ts';
import { stepThrough } from '../harness/step-through.ts';

const engine = await testEngine('stepped');
const launchAt = Date.parse('2027-01-11T14:00:00Z');

it('a turn whose answer is lost after its commit is not carried out twice', { timeout: 60_000 }, async () => {
  const cut = loseAnswers(engine.pool);
  const { pool, session } = engine;
  await engine.launch('examples/minutes/program.yaml', { launchAt });
  await stepThrough(engine, {
    atEach: async (now) => {
      const { rows } = await pool.query<{ key: string }>(
        `SELECT key FROM task WHERE owner = 'kim' AND status = 'assigned' ORDER BY key`,
      );
      const [task] = rows;
      if (task === undefined) return false;
      const answer = task.key.includes('/say-hello/') ? { word: 'welcome' } : {};
      const closed = await session.complete({ id: task.key, task: task.key, by: 'kim', answer, now });
      expect(closed).toMatchObject({ status: 'completed', changed: true });
      return true;
    },
  });

  const turns = await pool.query<{ turn: string }>(
    `SELECT workflow_id || '/' || generate_series(1, version) AS turn FROM workflow_state`,
  );
  expect([...cut].sort()).toEqual(turns.rows.map(({ turn }) => turn).sort());
  const doubled = await pool.query(
    `SELECT type, key FROM event GROUP BY type, key, at HAVING count(*) > 1
      UNION ALL SELECT 'message', key FROM outbox GROUP BY key HAVING count(*) > 1`,
  );
  expect(doubled.rows).toEqual([]);
  const tasks = await pool.query('SELECT key, status FROM task ORDER BY key');
  expect(tasks.rows).toEqual([
    { key: 'minutes/trial-team/advisor-word/once/luz', status: 'lapsed' },
    { key: 'minutes/trial-team/look-around/once/jo', status: 'lapsed' },
    { key: 'minutes/trial-team/look-around/once/kim', status: 'completed' },
    { key: 'minutes/trial-team/say-hello/once', status: 'completed' },
  ]);
});
