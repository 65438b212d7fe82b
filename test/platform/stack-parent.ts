// Starts a stack with a worker in it, says so, and waits to be killed.
import { fileURLToPath } from 'node:url';
import { startStack } from '../../src/embedded/stack.ts';

const stack = await startStack({ dir: process.argv[2]! });
await stack.spawn('worker', {
  command: process.execPath,
  args: [
    fileURLToPath(new URL('stack-worker.js', import.meta.url)),
    stack.databaseUrl,
    stack.temporalAddress,
  ],
  stopSignal: 'SIGTERM',
  graceMs: 20_000,
});
process.send!('up');
setInterval(() => undefined, 60_000);
