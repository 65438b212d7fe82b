import { expect, it } from 'vitest';
import { survey } from '../../bench/survey/survey.ts';

it('while Postgres restarts, a real portal loses no form and counts none twice, also of who presses twice', async () => {
  const report = await survey({ seconds: 4, perSecond: 20, say: () => undefined });
  expect(report).toMatchObject({ sent: 80, accepted: 80, lost: 0, doubled: 0 });
  expect(report.outage.forms).toBeGreaterThan(0);
  expect(report.outage.seconds).toBeGreaterThan(0);
}, 180_000);
