// npm run test:long [-- --seeds 1-10000]: what npm test tries on some random programs, tried on many. Plain JavaScript,
// like verify.js.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { asTool, root, setUp } from './setup.js';

/** How many sequences npm test tries. */
const USUAL = 500;
/** How often a rehearsed program is changed. */
const CHANGES = 200;
const MOST_TIMES_AS_OFTEN = 40;

const usage = 'npm run test:long -- --seeds FIRST-LAST, as in --seeds 1-10000';

/** @param {string[]} args */
function seedsOf(args) {
  if (args.length === 0) return { first: 1, last: 10_000 };
  const [, first, last] = /^--seeds[ =](\d{1,9})-(\d{1,9})$/.exec(args.join(' ')) ?? [];
  if (first === undefined || Number(last) < Number(first) || Number(first) < 1) return null;
  return { first: Number(first), last: Number(last) };
}

/**
 * @param {string[]} files
 * @param {Record<string, string>} env
 * @returns {Promise<number>} the exit code
 */
function vitest(files, env) {
  const script = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [script, 'run', ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TZ: 'UTC', ...env },
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done(code ?? 1));
  });
}

const seeds = seedsOf(process.argv.slice(2));
if (seeds === null) {
  console.error(`Which seeds? ${usage}`);
  process.exitCode = 2;
} else {
  await asTool(async () => {
    await setUp({ forTests: true });
    const { first, last } = seeds;
    const times = Math.min(MOST_TIMES_AS_OFTEN, Math.max(1, Math.round((last - first + 1) / USUAL)));
    const files = ['test/plan', 'test/change', 'test/model', 'test/rehearsal/changes.test.ts'];
    process.exitCode = await vitest(files, {
      MILEPOST_TEST_CHANGES: String(CHANGES),
      MILEPOST_TEST_CHANGES_SEED: String(first),
      MILEPOST_TEST_SEEDS: `${first}-${last}`,
      MILEPOST_TEST_RUNS: String(times),
    });
  });
}
