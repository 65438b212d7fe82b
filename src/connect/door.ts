import { doorStore } from '../adapters/db/door-store.ts';
import { createPool } from '../adapters/db/pool.ts';
import { signInQueue } from '../adapters/db/sign-in-queue.ts';
import { sender } from '../adapters/mail/sender.ts';
import { signInLetter } from '../adapters/mail/sign-in-mail.ts';
import { createSmtpTransport } from '../adapters/mail/smtp-transport.ts';
import { createDoor, type Door } from '../client/door.ts';
import { startLane } from './sign-in-lane.ts';

export interface DoorPlace {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  /** `Partners <partners@clinic.example>`, or the address alone. */
  readonly mailFrom: string;
  /** Where people reach the portal: links begin so. */
  readonly publicUrl: URL;
  /** Told of what did not go through: ids and codes. */
  readonly trouble: (facts: object, message: string) => void;
}

const CONNECTIONS = 6;
const MAIL_CONNECTIONS = 2;
/** Real time that one mail may take, connecting included. */
const SEND_MS = 10_000;

/**
 * Opens who is let in, with the lane that sends them their links: connections of its own to Postgres and to the mail
 * server, in the process that is asked. The caller closes it.
 */
export function openDoor(place: DoorPlace): Door & { close(): Promise<void> } {
  const { databaseUrl, smtpUrl, mailFrom, publicUrl, trouble } = place;
  const pool = createPool(databaseUrl, { max: CONNECTIONS, name: 'milepost door' });
  const transport = createSmtpTransport({ url: smtpUrl, connections: MAIL_CONNECTIONS, sendMs: SEND_MS });
  const from = sender(mailFrom);
  const lane = startLane({
    // Longer than a mail may wait for its connection and take.
    queue: signInQueue(pool, { takenMs: 3 * SEND_MS }),
    width: MAIL_CONNECTIONS,
    trouble,
    send: ({ id, attempt, address, language }, secret) =>
      transport.send(
        signInLetter({
          key: `sign-in/${id}/${attempt}`,
          from,
          address,
          language,
          url: new URL(`/in/${secret}`, publicUrl),
        }),
        performance.now() + SEND_MS,
      ),
  });
  const door = createDoor(doorStore(pool));
  return {
    ...door,
    async ask(request) {
      await door.ask(request);
      lane.nudge();
    },
    async askAgain(secret) {
      const asked = await door.askAgain(secret);
      lane.nudge();
      return asked;
    },
    async close() {
      await lane.close();
      await transport.close();
      await pool.end();
    },
  };
}
