import { afterAll, beforeEach, expect, it } from 'vitest';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { crowd, HOUR, message, NOW, seedProgram, seedTasks, states, taskOf, write } from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());
beforeEach(async () => {
  await seedProgram(pool, crowd(20));
  await seedTasks(
    pool,
    crowd(20).map((person) => taskOf(person)),
  );
  await setClock(NOW);
});

it('what is due is delivered, what is not waits for its time', async () => {
  await write(
    pool,
    crowd(20).map((person, i) => message(person, i < 15 ? {} : { sendAt: NOW + HOUR })),
  );
  const delivery = deliver();
  await delivery.idle();
  expect(await states(pool)).toEqual({ sent: 15, pending: 5 });
  await setClock(NOW + HOUR);
  await delivery.idle();
  expect(await states(pool)).toEqual({ sent: 20 });
  const mails = catcher.mails();
  expect(new Set(mails.map((mail) => mail.headers['x-milepost-key'])).size).toBe(20);
  expect(mails).toHaveLength(20);
});
