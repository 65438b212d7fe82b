import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProgramContext } from '../../src/activities/ports.ts';
import type { CrowdedRow } from '../../src/adapters/db/outbox-budget.ts';
import { realClock } from '../../src/worker/delivery/clock.ts';
import { createCrowding } from '../../src/worker/delivery/crowding.ts';
import { PreparedPlans } from '../../src/worker/prepared-plans.ts';
import { makeProgram, makeRoadmap, step } from '../plan/fixtures.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import {
  HOUR,
  message,
  NOW,
  outbox,
  repairs,
  seedProgram,
  seedTasks,
  states,
  taskOf,
  write,
} from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());

const DAY = 24 * HOUR;
/** NOW is Monday 2 March 2026, 10:00 in New York. */
const DIGEST = Date.parse('2026-03-03T13:00:00Z');

const { roadmap, sha256 } = makeRoadmap({
  steps: [
    step('step-a', { day: 26, month: 'M1' }),
    step('other', { after: 'followed', by: 'P9D' }),
    step('followed', { day: 6, month: 'M1' }),
  ],
});
const program = makeProgram({ launch: '2026-01-05' });
const context: ProgramContext = {
  programId: 'test-program',
  version: 1,
  clock: 'stepped',
  launchAt: null,
  edits: [],
  launched: program,
  launchedWith: { roadmap, sha256 },
  program,
  roadmap,
  sha256,
};
const crowd = createCrowding({ at: async () => context }, new PreparedPlans());

beforeEach(async () => {
  for (const program of ['test-program', 'other-program']) {
    await seedProgram(pool, ['sam', 'mia'], program);
    await seedTasks(pool, [taskOf('sam', program), taskOf('mia', program)]);
  }
  await setClock(NOW);
});

let count = 0;
const some = (kind: string, change: Parameters<typeof message>[1] = {}) => {
  count += 1;
  const programId = change.programId ?? 'test-program';
  return message('sam', {
    kind,
    key: `${programId}/team-a/step-${count}/once/${kind}/sam`,
    taskKey: null,
    step: 'step-a',
    expiresAt: NOW + 10 * DAY,
    ...change,
  });
};

/** Messages that were sent already, an hour apart, the last an hour ago. */
async function sentBefore(number: number, change: Parameters<typeof message>[1] = {}): Promise<void> {
  const rows = Array.from({ length: number }, () => some('assigned', change));
  await write(pool, rows);
  await pool.query(
    `UPDATE outbox AS o SET state = 'sent', sent_at = to_timestamp($2::float8 / 1000) - r.n * interval '1 hour'
       FROM unnest($1::text[]) WITH ORDINALITY AS r (key, n) WHERE o.key = r.key`,
    [rows.map(({ key }) => key), NOW],
  );
}

const stateOf = async (key: string) => (await outbox(pool)).find((row) => row.key === key);

it('past thirty messages in a month, over all programs, what can wait waits for the daily digest', async () => {
  await pool.query(
    `UPDATE person SET email = 'Sam@Example.org' WHERE program_id = 'other-program' AND id = 'sam'`,
  );
  await sentBefore(18);
  await sentBefore(12, { programId: 'other-program' });
  const [task, note] = [some('assigned'), some('notice')];
  await write(pool, [task, note]);
  const before = catcher.count;
  const delivery = deliver({ crowd });
  await delivery.idle();
  expect(catcher.count).toBe(before);
  for (const { key } of [task, note]) {
    const row = await stateOf(key);
    expect(row?.attempt_at.getTime()).toBe(DIGEST);
    expect(row?.why.at(-1)).toBe(
      'More than 30 messages in a month: bundled into the daily digest of 2026-03-03 08:00 (America/New_York).',
    );
  }
  await setClock(DIGEST);
  await delivery.idle();
  expect(catcher.mails(before).map(({ headers }) => headers['x-milepost-key']?.split(' ').length)).toEqual([
    2,
  ]);
});

it('the lead is asked once a month to help, by the id of the person', async () => {
  await sentBefore(30);
  const delivery = deliver({ crowd });
  for (const at of [NOW, NOW + HOUR]) {
    await setClock(at);
    await write(pool, [some('notice', { sendAt: at })]);
    await delivery.idle();
  }
  expect(await repairs(pool)).toEqual([
    {
      owner: 'lead',
      status: 'assigned',
      reason:
        'sam gets more than 30 messages this month; what can wait comes together. Could somebody take something off their hands?',
    },
  ]);
});

it('the thirtieth still goes, what was sent longer ago does not count, and a bundle counts as one', async () => {
  await sentBefore(28);
  await sentBefore(5);
  await pool.query(`UPDATE outbox SET bundle = 'mail:x' WHERE sent_at >= $1`, [new Date(NOW - 5 * HOUR)]);
  const old = some('assigned');
  await write(pool, [old]);
  await pool.query(`UPDATE outbox SET state = 'sent', sent_at = $2 WHERE key = $1`, [
    old.key,
    new Date(NOW - 31 * DAY),
  ]);
  const received = await pool.query(`SELECT DISTINCT coalesce(bundle, id) FROM outbox WHERE sent_at > $1`, [
    new Date(NOW - 30 * DAY),
  ]);
  expect(received.rowCount).toBeLessThan(30);
  await write(pool, [some('notice')]);
  await deliver({ crowd }).idle();
  expect(await states(pool)).toEqual({ sent: 35 });
});

it('never louder: what is essential and cannot wait still goes', async () => {
  await sentBefore(30);
  await write(pool, [
    some('overdue'),
    some('invitation'),
    some('escalation.1'),
    some('reminder.1', { expiresAt: DIGEST + HOUR }),
    some('assigned', { step: 'followed' }),
  ]);
  await deliver({ crowd }).idle();
  expect(await states(pool)).toEqual({ sent: 35 });
});

it('where one moment would bring too many, they come as one', async () => {
  await sentBefore(28);
  const rows = Array.from({ length: 5 }, () => some('assigned'));
  await write(pool, [...rows, message('mia')]);
  const before = catcher.count;
  await deliver({ crowd }).idle();
  const sizes = catcher.mails(before).map(({ headers }) => headers['x-milepost-key']?.split(' ').length ?? 0);
  expect(sizes.sort()).toEqual([1, 5]);
  expect((await stateOf(rows[0]!.key))?.sent_at).toEqual(new Date(NOW));
});

describe('past the hours of a part', () => {
  // `sam` is of a team’s staff: two hours a month.
  const takes = (program: string, minutes: number, openedAt = NOW - DAY) =>
    pool.query(`UPDATE task SET minutes = $2, opened_at = $3 WHERE key = $1`, [
      taskOf('sam', program),
      minutes,
      new Date(openedAt),
    ]);
  beforeEach(() => pool.query(`UPDATE person SET email = 'Sam@Example.org' WHERE id = 'sam'`));

  async function deliverOne() {
    const task = some('assigned');
    await write(pool, [task]);
    await deliver({ crowd }).idle();
    return stateOf(task.key);
  }

  it('over all programs, what can wait waits for the daily digest, and the lead is asked to help', async () => {
    await takes('test-program', 70);
    await takes('other-program', 51);
    const row = await deliverOne();
    expect(row).toMatchObject({ state: 'pending', bundle: 'daily', attempt_at: new Date(DIGEST) });
    expect(row?.why.at(-1)).toBe(
      'More than 2 hours of tasks in a month: bundled into the daily digest of 2026-03-03 08:00 (America/New_York).',
    );
    expect(await repairs(pool)).toMatchObject([
      {
        owner: 'lead',
        reason: expect.stringMatching(/^sam is asked for more than 2 hours this month;/) as string,
      },
    ]);
  });

  it.each([
    ['the hours themselves are not too many', () => takes('other-program', 50)],
    ['what opened longer ago does not count', () => takes('other-program', 200, NOW - 31 * DAY)],
    ['nor what opens at this very moment', () => takes('other-program', 200, NOW)],
    [
      'nor what somebody need not do',
      async () => {
        await takes('other-program', 200);
        await pool.query(`UPDATE task SET status = 'waived' WHERE key = $1`, [
          taskOf('sam', 'other-program'),
        ]);
      },
    ],
    [
      'nor a program that has ended',
      async () => {
        await takes('other-program', 200);
        await pool.query(`UPDATE program SET ended_at = now() WHERE id = 'other-program'`);
      },
    ],
    [
      'nor anything of somebody else',
      async () => {
        await takes('other-program', 200);
        await pool.query(
          `UPDATE person SET email = 'another@example.org' WHERE program_id = 'other-program'`,
        );
      },
    ],
  ])('not before: %s', async (_, given) => {
    await takes('test-program', 70);
    await given();
    expect((await deliverOne())?.state).toBe('sent');
  });

  it('the largest part allows the most, wherever it is', async () => {
    await takes('test-program', 70);
    await takes('other-program', 51);
    const [team] = program.teams;
    const led = { ...program, teams: [{ ...team!, lead: 'sam' }] };
    const leading = { ...context, programId: 'other-program', launched: led, program: led };
    const contexts = { at: async (id: string) => (id === 'other-program' ? leading : context) };
    const task = some('assigned');
    await write(pool, [task]);
    await deliver({ crowd: createCrowding(contexts, new PreparedPlans()) }).idle();
    expect((await stateOf(task.key))?.state).toBe('sent');
  });
});

it('a herd that is near is looked at before it is prepared', async () => {
  const start = Date.now();
  await sentBefore(30);
  await pool.query(`UPDATE outbox SET sent_at = now() - interval '1 day'`);
  const rows = Array.from({ length: 250 }, () =>
    some('notice', { sendAt: start + 8_000, expiresAt: start + 20 * DAY }),
  );
  await write(pool, rows);
  const delivery = deliver({ clock: realClock, crowd });
  await delivery.idle();
  const bundled = await pool.query(`SELECT DISTINCT state, bundle FROM outbox WHERE sent_at IS NULL`);
  expect(bundled.rows).toEqual([{ state: 'pending', bundle: 'daily' }]);
});

it('somebody the plan does not know holds up no other', async () => {
  const row: CrowdedRow = {
    id: 'x',
    programId: 'test-program',
    planVersion: 1,
    step: 'step-a',
    recipient: 'nobody',
    kind: 'notice',
    sendAt: NOW,
    expiresAt: null,
    messages: 'spent',
    minutes: 0,
    parts: [],
  };
  expect(await crowd(row, NOW)).toBeNull();
});
