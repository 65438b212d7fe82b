import { expect, it } from 'vitest';
import { milepost } from '../cli/cli.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

const DAY = 86_400_000;
const engine = await testEngine('stepped');
const { program, plan } = await engine.launch('examples/two-teams.yaml');
const start = Date.parse(plan.periods[0]!.startUtc);
const now = start + 45 * DAY;
await engine.pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
await stepThrough(engine, { until: now });
process.env['DATABASE_URL'] = engine.database.url;
process.env['TEMPORAL_ADDRESS'] = engine.temporal.address;

it('x', async () => {
  const { rows } = await engine.pool.query<{ key: string; status: string }>(
    'SELECT key, status FROM task ORDER BY due_at',
  );
  console.log(
    rows
      .slice(0, 60)
      .map((r) => `${r.status} ${r.key}`)
      .join('\n'),
  );
  console.log((await engine.pool.query('SELECT type, count(*) FROM event GROUP BY 1')).rows);
  const pick = [
    rows[0]!.key,
    rows.find((r) => r.status === 'escalated')?.key,
    rows.find((r) => r.status === 'assigned')?.key,
  ];
  for (const k of pick) if (k) console.log((await milepost('why', k)).stdout);
  const m = (await engine.pool.query<{ key: string }>(`SELECT key FROM outbox ORDER BY send_at DESC`)).rows;
  console.log((await milepost('why', m[0]!.key)).stdout);
  const p = plan.steps.find((s) => s.waitsFor !== null && s.id !== 'x');
  console.log((await milepost('why', `${program.id}/${p!.team}/${p!.id}/${p!.occurrence}`)).stdout);
  console.log(await milepost('why', `${program.id}/${p!.id}`));
  console.log(
    await milepost('why', `${program.id}/${p!.team}/${p!.id}x/once`),
    await milepost('why', `${program.id}/${p!.team}/${p!.id}/${p!.occurrence}/reminder.9/x`),
  );
  expect(1).toBe(1);
});
