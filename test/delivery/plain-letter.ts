import { composeMime, messageIdOf } from '../../src/adapters/mail/mime.ts';
import type { DeliveryOptions } from '../../src/worker/delivery/loop.ts';

const FROM = { name: 'Milepost', address: 'milepost@example.org' };

/** A mail that says only which message it is: these tests are about its way, not its words. */
export const plainLetter: DeliveryOptions['write'] = (rows, now) => {
  const [row] = rows;
  if (row === undefined) throw new Error('a letter without a message');
  const messageId = messageIdOf(row.bundle ?? row.key, 'example.org');
  const to = row.address ?? `${row.recipient}@example.org`;
  const mime = composeMime({
    from: FROM,
    to: { name: row.recipient, address: to },
    replyTo: null,
    messageId,
    date: new Date(now),
    language: row.language,
    subject: row.kind,
    text: row.key,
    html: `<p>${row.key}</p>`,
    calendar: null,
    headers: { 'X-Milepost-Key': rows.map(({ key }) => key).join(' '), 'X-Milepost-Clock': String(now) },
  });
  return Promise.resolve({ from: FROM.address, to, mime, messageId });
};
