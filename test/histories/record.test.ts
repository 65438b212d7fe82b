import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { expect, it } from 'vitest';
import { refreshSignal } from '../../src/contracts/messages.ts';
import { hash32 } from '../../src/domain/spread.ts';
import { answerFor } from '../../src/rehearsal/answers.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

const release = process.env['RECORD_HISTORIES'];

it.runIf(release !== undefined)('records a history of every workflow type', { timeout: 900_000 }, async () => {
  const engine = await testEngine('stepped');
  const { program, plan } = await engine.launch('examples/two-teams.yaml');
  let refreshed = false;

  /** One task after the other: every third is completed, every ninth waived, the rest stays open. */
  async function act(now: number): Promise<boolean> {
    const { rows } = await engine.pool.query<{ key: string; owner: string; step: string }>(
      `SELECT key, owner, step FROM task WHERE status = 'assigned' AND kind <> 'gate' AND opened_at <= $1 ORDER BY key`,
      [new Date(now)],
    );
    const next = rows.find(({ key }) => hash32(key) % 3 === 0);
    if (next === undefined) return false;
    const id = createHash('sha256').update(next.key).digest('hex');
    const { key: task, owner: by } = next;
    if (hash32(task) % 9 === 0) {
      await engine.session.waive({ id, task, by, now, reason: 'Recorded for replay.' });
      return true;
    }
    const { rows: versions } = await engine.pool.query<{ roadmap: { steps: { id: string; completion: { fields: never[]; evidence: string } }[] } }>(
      'SELECT roadmap FROM plan_version',
    );
    const form = versions[0]?.roadmap.steps.find((step) => step.id === next.step)?.completion;
    await engine.session.complete({
      id,
      task,
      by,
      now,
      answer: answerFor(form?.fields ?? [], now, (purpose) => (hash32(task + purpose) % 1000) / 1000),
      evidence: form?.evidence === 'required' ? ['Recorded for replay.'] : [],
    });
    return true;
  }

  await stepThrough(engine, {
    atEach: async (now) => {
      if (!refreshed && now > Date.parse(plan.periods[0]!.startUtc) + 100 * 86_400_000) {
        refreshed = true;
        const [team] = program.teams;
        await engine.temporal.client.workflow
          .getHandle(`test:team/${program.id}/${team!.id}`)
          .signal(refreshSignal);
      }
      return act(now);
    },
  });

  const smallest = new Map<string, { json: string; length: number }>();
  for await (const info of engine.temporal.client.workflow.list()) {
    const handle = engine.temporal.client.workflow.getHandle(info.workflowId, info.runId);
    const json = scrub(historyToJSON(await handle.fetchHistory()));
    const name = info.status.name === 'CONTINUED_AS_NEW' ? `${info.type}-continued` : info.type;
    // Histories in which somebody answered tell more than those in which all lapsed.
    const told = /UPDATE_ACCEPTED/.test(json) ? json.length : json.length * 100;
    const known = smallest.get(name);
    if (known === undefined || told < known.length) smallest.set(name, { json, length: told });
  }
  const folder = new URL(`./${release}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, { json }] of smallest) writeFileSync(new URL(`${name}.json`, folder), json);
  expect(smallest.size).toBeGreaterThan(12);
});

/** On which machine it ran is nobody's business: identities and sticky queues name it. */
const scrub = (json: string): string => json.replace(/\d+@[\w.-]+/g, 'recorded');
