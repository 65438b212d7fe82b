// npm start: makes the checkout ready and hands over to `milepost up`, which runs a rehearsal of the example.
//   npm start                 goes on where the last start stopped, or begins
//   npm start -- --fresh      forgets what was there and begins anew
//   npm start -- --live       runs the stack without a rehearsal
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { asTool, root, setUp } from './setup.js';

await asTool(async () => {
  const given = process.argv.slice(2);
  const live = given.includes('--live');
  const rest = given.filter((word) => word !== '--live');
  await setUp();
  const milepost = spawn(
    process.execPath,
    [join(root, 'bin', 'milepost.js'), 'up', ...(live ? [] : ['--rehearse']), ...rest],
    { cwd: root, stdio: 'inherit' },
  );
  // Ctrl-C reaches the whole group by itself; a signal to npm alone does not. Either way its stop is waited for.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => milepost.kill(signal));
  process.on('SIGINT', () => undefined);
  process.exitCode = await new Promise((done, failed) => {
    milepost.on('error', failed);
    milepost.on('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
});
