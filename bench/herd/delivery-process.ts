/** The delivery loop in a process of its own, as a worker runs it. */
import { restoredPlan } from '../../src/plan/index.ts';
import { createPool } from '../../src/adapters/db/pool.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { createSmtpTransport } from '../../src/adapters/mail/smtp-transport.ts';
import { realClock } from '../../src/worker/delivery/clock.ts';
import { createLetters } from '../../src/worker/delivery/write-letters.ts';
import { startDelivery } from '../../src/worker/delivery/loop.ts';
import { FROM } from './rows.ts';
import { answerForUsage } from './usage.ts';

const [databaseUrl = '', smtpUrl = '', connections = ''] = process.argv.slice(2);
const pool = createPool(databaseUrl, { max: 6 });
const contextPool = createPool(databaseUrl, { max: 2, name: 'milepost-plans' });
const transport = createSmtpTransport({ url: smtpUrl, connections: Number(connections), sendMs: 30_000 });
const warn = (fields: object, text: string): void => console.error(text, JSON.stringify(fields));
const delivery = startDelivery({
  pool,
  transport,
  post: async () => ({ type: 'later', reply: null, cause: 'a bench has no chats' }),
  clock: realClock,
  write: createLetters({
    contexts: new ProgramContexts(contextPool, restoredPlan),
    from: FROM,
    chats: false,
    optOutUrl: null,
  }),
  redate: async () => ({ dropped: 'the herd knows no quiet hours' }),
  crowd: async () => null,
  inDoubt: 'resend',
  // High enough never to be felt: the tokens are counted all the same.
  rates: { default: { perSecond: 100_000, burst: 100_000 }, domains: {} },
  log: { info: () => undefined, warn, error: warn },
});

answerForUsage(
  () => undefined,
  async () => {
    await delivery.stop();
    await transport.close();
    await Promise.all([pool.end(), contextPool.end()]);
  },
);
