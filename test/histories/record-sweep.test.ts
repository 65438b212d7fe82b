import { mkdirSync, writeFileSync } from 'node:fs';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { expect, it, vi } from 'vitest';
import { testEngine } from '../harness/engine.ts';

const release = process.env['RECORD_HISTORIES'];

it.runIf(release !== undefined)('records a sweep that found something', { timeout: 60_000 }, async () => {
  const { launch, pool, temporal } = await testEngine('real');
  await launch('examples/minutes/program.yaml', { launchAt: Date.now() });
  await vi.waitFor(
    async () => {
      const { rows } = await pool.query(`SELECT FROM workflow_state WHERE status = 'running'`);
      expect(rows).toHaveLength(3);
    },
    { timeout: 20_000 },
  );
  await temporal.client.workflow.getHandle('test:team/minutes/trial-team').terminate('to be found');
  const handle = await temporal.client.workflow.start('reconcileWorkflow', {
    taskQueue: temporal.taskQueue,
    workflowId: 'test:sweep/reconcile',
    args: [{ realm: 'test', spreadMs: 0, secondLookMs: 1_000 }],
  });
  expect(await handle.result()).toMatchObject({ mended: [{ did: 'started' }] });
  const json = historyToJSON(await handle.fetchHistory()).replace(/\d+@[\w.-]+/g, 'recorded');
  mkdirSync(new URL(`./${release}/`, import.meta.url), { recursive: true });
  writeFileSync(new URL(`./${release}/reconcileWorkflow.json`, import.meta.url), json);
});
