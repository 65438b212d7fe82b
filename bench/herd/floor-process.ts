/** The floor: the same mails by nodemailer alone, pooled, each rendered when it is its turn. */
import { createTransport } from 'nodemailer';
import type { ProgramContext } from '../../src/activities/ports.ts';
import type { ClaimedRow } from '../../src/adapters/db/outbox-row.ts';
import { mimeOf } from '../../src/adapters/mail/mime.ts';
import { mailOf } from '../../src/worker/delivery/letters.ts';
import { herdProgram } from './program.ts';
import { FROM, herdRows } from './rows.ts';
import { answerForUsage } from './usage.ts';

const [smtpUrl = '', teams = '', connections = ''] = process.argv.slice(2);
const { hostname, port } = new URL(smtpUrl);
const herd = herdProgram(Number(teams));
const context: ProgramContext = {
  ...herd,
  launched: herd.program,
  launchedWith: { roadmap: herd.roadmap, sha256: '' },
  programId: herd.program.id,
  version: 1,
  clock: 'real',
  launchAt: null,
  edits: [],
  sha256: '',
};
const transporter = createTransport({
  pool: true,
  host: hostname,
  port: Number(port),
  maxConnections: Number(connections),
  maxMessages: Infinity,
});

async function sendAll(rows: readonly ClaimedRow[]): Promise<void> {
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let row = rows[next++]; row !== undefined; row = rows[next++]) {
      await transporter.sendMail(mimeOf(mailOf(row, context, FROM, Date.now())));
    }
  };
  // Twice as many as connections, so that none waits for a mail to be rendered.
  await Promise.all(Array.from({ length: 2 * Number(connections) }, sender));
}

const rows = herdRows(herd.program);
// Warm, as the delivery loop is: it has sent the mails that opened the tasks.
await sendAll(rows.assigned);
answerForUsage(
  () => void sendAll(rows.reminders),
  async () => transporter.close(),
);
