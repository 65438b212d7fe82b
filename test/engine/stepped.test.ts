import { expect, it } from 'vitest';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

const engine = await testEngine('stepped');

it('carries a program that nobody answers from launch to its end', async () => {
  const launchAt = Date.parse('2027-01-11T14:00:00Z');
  await engine.launch('examples/minutes/program.yaml', { launchAt });
  await stepThrough(engine);
  const tasks = await engine.pool.query('SELECT key, status, level FROM task ORDER BY key');
  expect(tasks.rows).toEqual([
    { key: 'minutes/trial-team/advisor-word/once/luz', status: 'lapsed', level: 0 },
    { key: 'minutes/trial-team/look-around/once/jo', status: 'lapsed', level: 2 },
    { key: 'minutes/trial-team/look-around/once/kim', status: 'lapsed', level: 2 },
    { key: 'minutes/trial-team/say-hello/once', status: 'lapsed', level: 2 },
  ]);
  const program = await engine.pool.query('SELECT status FROM program');
  expect(program.rows).toEqual([{ status: 'ended' }]);
});
