/**
 * The fastest mail server that can still say what it got and when: it takes everything and keeps the key and the time
 * of each acknowledgement. (`smtp-sink` of Postfix is no faster here and cannot tell a duplicate.)
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { preciseNow, type Arrival, type FromSink, type ToSink } from './messages.ts';

let arrivals: Arrival[] = [];
// Told to a bench that may have gone meanwhile: then nobody needs it.
const send = (message: FromSink): void => void process.send?.(message, undefined, {}, () => undefined);

const KEY = /^X-Milepost-Key:\s+(\S+)/im;
const END = Buffer.from('\r\n.\r\n');

function serve(socket: Socket): void {
  let rest: Buffer = Buffer.alloc(0);
  let inBody = false;
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.write('220 sink\r\n');
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const replies: string[] = [];
    for (;;) {
      const end = inBody ? rest.indexOf(END) : rest.indexOf('\r\n');
      if (end < 0) break;
      const taken = rest.toString('latin1', 0, end);
      rest = rest.subarray(end + (inBody ? END.length : 2));
      if (inBody) {
        inBody = false;
        replies.push('250 2.0.0 ok');
        arrivals.push({ key: KEY.exec(taken)?.[1] ?? '', at: preciseNow() });
        continue;
      }
      const verb = taken.slice(0, 4).toUpperCase();
      inBody = verb === 'DATA';
      replies.push(
        inBody ? '354 go on' : verb === 'EHLO' ? '250-sink\r\n250-PIPELINING\r\n250 8BITMIME' : '250 ok',
      );
      if (verb === 'QUIT') socket.end();
    }
    if (replies.length > 0) socket.write(`${replies.join('\r\n')}\r\n`);
  });
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  send({ type: 'listening', url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
setInterval(() => send({ type: 'count', count: arrivals.length }), 20);

process.on('message', (message: ToSink) => {
  if (message.type === 'report') return send({ type: 'report', arrivals });
  arrivals = [];
  // Counts that follow are of the new measurement; those that came before this answer are not.
  send({ type: 'reset' });
});
process.on('disconnect', () => process.exit());
