// npm run bench -- CASE [options]: makes the checkout ready and measures. Standard output belongs to the bench.
import { spawn } from 'node:child_process';
import { asTool, root, setUp } from './setup.js';

await asTool(async () => {
  await setUp();
  const bench = spawn(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => bench.kill(signal));
  process.on('SIGINT', () => undefined);
  process.exitCode = await new Promise((done, failed) => {
    bench.on('error', failed);
    bench.on('close', (code) => done(code ?? 1));
  });
});
