import { afterAll, expect, it } from 'vitest';
import { refreshSignal, viewQuery } from '../../src/contracts/messages.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

const engine = await testEngine('stepped');
const { pool, session, temporal } = engine;
const MINUTE = 60_000;
const launchAt = Date.parse('2027-01-11T14:00:00Z');
const stage = 'test:stage/minutes/trial-team/first-minutes/once';
let asking = true;
afterAll(() => (asking = false));

it(
  'commands that arrive while their workflow is renewed are answered once',
  { timeout: 60_000 },
  async () => {
    await engine.launch('examples/minutes/program.yaml', { launchAt });
    await stepThrough(engine, { until: launchAt + 2 * MINUTE });
    const handle = temporal.client.workflow.getHandle(stage);
    let renewals = 0;
    const renewing = (async () => {
      while (asking) {
        await handle.signal(refreshSignal);
        // Answered by the run that follows.
        await handle.query(viewQuery);
        renewals += 1;
      }
    })();

    const now = launchAt + 2 * MINUTE;
    const open = await pool.query<{ key: string; owner: string }>(
      `SELECT key, owner FROM task WHERE owner <> 'luz' ORDER BY key`,
    );
    expect(open.rows).toHaveLength(3);
    const asked = open.rows.flatMap(({ key, owner }) =>
      Array.from({ length: 12 }, (_, nth) =>
        session.complete({
          id: `${key}-${nth}`,
          task: key,
          by: owner,
          answer: key.includes('/say-hello/') ? { word: 'welcome' } : {},
          now,
        }),
      ),
    );
    const answers = await Promise.all(asked);
    asking = false;
    await renewing;

    expect(renewals).toBeGreaterThan(0);
    expect(answers.every(({ status }) => status === 'completed')).toBe(true);
    expect(answers.filter(({ changed }) => changed).map(({ task }) => task)).toEqual(
      open.rows.map(({ key }) => key),
    );
    const { runId } = await handle.describe();
    const first = (await temporal.client.workflow.getHandle(stage).fetchHistory()).events?.[0];
    expect(first?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId).not.toBe('');
    expect(runId).not.toBe(first?.workflowExecutionStartedEventAttributes?.firstExecutionRunId);
    const events = await pool.query(`SELECT key FROM event WHERE type = 'task.completed' ORDER BY key`);
    expect(events.rows.map(({ key }: { key: string }) => key)).toEqual(open.rows.map(({ key }) => key));
    await stepThrough(engine);
    expect((await pool.query('SELECT status FROM program')).rows).toEqual([{ status: 'ended' }]);
  },
);
