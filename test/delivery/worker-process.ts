/** A delivery loop in a process of its own, for tests that kill it. Takes the database and the mail server from its arguments. */
import { createPool } from '../../src/adapters/db/pool.ts';
import { NO_LIMITS } from '../../src/config/mail-rates.ts';
import { createSmtpTransport } from '../../src/adapters/mail/smtp-transport.ts';
import { createPoster } from '../../src/adapters/webhook/post.ts';
import { realClock } from '../../src/worker/delivery/clock.ts';
import { startDelivery } from '../../src/worker/delivery/loop.ts';
import { plainLetter } from './plain-letter.ts';

const [databaseUrl = '', smtpUrl = ''] = process.argv.slice(2);
const print = (fields: object, text: string): void => console.error(text, JSON.stringify(fields));

startDelivery({
  pool: createPool(databaseUrl, { max: 6, name: 'killed-worker' }),
  post: createPoster({ trustedHosts: [], sendMs: 5_000 }),
  transport: createSmtpTransport({ url: smtpUrl, connections: 5, sendMs: 5_000 }),
  clock: realClock,
  write: plainLetter,
  redate: async () => ({ dropped: 'not in this test' }),
  crowd: async () => null,
  inDoubt: 'resend',
  rates: NO_LIMITS,
  log: { info: print, warn: print, error: print },
});
