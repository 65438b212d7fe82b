// npm test: makes the checkout ready and checks everything that CI checks. The last line counts checks and tests
// together, `N passed, N failed[, N skipped]`. Plain JavaScript without a dependency, like setup.js.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, setUp } from './setup.js';

const tool = (name, ...path) => [process.execPath, [join(root, 'node_modules', name, ...path)]];

/** A check: its name, the program that a package brings, and its arguments. Quiet while it passes. */
const checks = [
  ['format', tool('prettier', 'bin', 'prettier.cjs'), ['--check', '--log-level', 'warn', '.']],
  ['types', tool('typescript', 'bin', 'tsc'), ['-p', '.']],
  ['types of workflows', tool('typescript', 'bin', 'tsc'), ['-p', 'src/workflows']],
  ['lint', tool('eslint', 'bin', 'eslint.js'), ['.']],
  [
    'imports',
    tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    ['src', 'test', 'bench', 'tools', 'bin'],
  ],
  ['dead code', tool('knip', 'bin', 'knip.js'), []],
];

const count = { passed: 0, failed: 0, skipped: 0 };

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: Record<string, string>, show?: boolean}} [options]
 * @returns {Promise<{code: number | null, output: string}>}
 */
function run(command, args, { env = {}, show = false } = {}) {
  return new Promise((done, failed) => {
    const said = [];
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, TZ: 'UTC', ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
    child.on('error', failed);
    child.on('close', (code) => done({ code, output: Buffer.concat(said).toString('utf8').trimEnd() }));
  });
}

async function check([name, [command, script], args]) {
  const started = Date.now();
  const { code, output } = await run(command, [...script, ...args]);
  if (code === 0) {
    count.passed += 1;
    console.log(`✓ ${name} (${seconds(started)})`);
  } else {
    count.failed += 1;
    console.log(`✗ ${name} (${seconds(started)})\n${output}\n`);
  }
}

/** Two at a time: each is mostly one thread. */
async function runChecks() {
  const waiting = [...checks];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await check(next);
  };
  await Promise.all([work(), work()]);
}

/** Where Docker is, it knows best whether it can read the file; a test reads it everywhere. */
async function checkCompose() {
  if (spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status !== 0) return;
  const docker = [
    'docker',
    ['compose', '-f', 'docker-compose.yml', '--env-file', '.env.example', 'config', '-q'],
  ];
  await check(['docker-compose.yml', docker, []]);
}

async function runTests() {
  const started = Date.now();
  const dir = mkdtempSync(join(tmpdir(), 'milepost-verify-'));
  const file = join(dir, 'counts.json');
  try {
    const [command, script] = tool('vitest', 'vitest.mjs');
    const { code } = await run(command, [...script, 'run'], {
      show: true,
      env: { MILEPOST_TEST_COUNTS: file },
    });
    const ran = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : { passed: 0, failed: 0, skipped: 0 };
    // A run that broke before or between its tests has failed, whatever its tests say.
    if (code !== 0 && ran.failed === 0) ran.failed = 1;
    for (const key of Object.keys(count)) count[key] += ran[key];
    console.log(`${ran.failed === 0 ? '✓' : '✗'} tests (${seconds(started)})`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function verify() {
  const started = Date.now();
  await setUp({ forTests: true });
  console.log(`✓ set-up (${seconds(started)})`);
  await runChecks();
  await checkCompose();
  if (count.failed > 0) {
    console.log(`\nStopped before the tests: ${count.failed} of the checks above failed.`);
    return;
  }
  await runTests();
}

try {
  await verify();
} catch (error) {
  count.failed += 1;
  console.log(`✗ ${error.message}`);
}
const { passed, failed, skipped } = count;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
