// Everything between a fresh clone and a stack that can start. Plain JavaScript without a dependency, since it
// runs before there are any. Told on standard error; what takes more than two seconds shows that it goes on.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (...path) => join(root, ...path);

const OLDEST_NODE = [20, 19];

/** A failure that is told in its own words, without a stack trace. */
export class SetUpError extends Error {}

/**
 * Runs one step and shows that it goes on: nothing under two seconds; then its name, and the time that passed,
 * in place on a terminal and as a line now and then elsewhere.
 *
 * @template T
 * @param {string} name
 * @param {(rename: (name: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const { stderr } = process;
  const started = Date.now();
  let shown = 0;
  let said = '';
  const show = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    if (stderr.isTTY) stderr.write(`\r\x1b[2K  ${name} … ${seconds} s`);
    else if (name !== said || seconds - shown >= 30) stderr.write(`  ${name} … ${seconds} s\n`);
    else return;
    said = name;
    shown = seconds;
  };
  let ticking;
  const late = setTimeout(() => {
    show();
    ticking = setInterval(show, 1000);
  }, 2000);
  const rename = (next) => {
    name = next;
    if (ticking) show();
  };
  try {
    return await work(rename);
  } finally {
    clearTimeout(late);
    clearInterval(ticking);
    if (ticking && stderr.isTTY) stderr.write('\r\x1b[2K');
    if (ticking) stderr.write(`  ${name}: ${Math.round((Date.now() - started) / 1000)} s\n`);
  }
}

/**
 * Runs a program to its end, silently; what it said is told when it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<void>}
 */
function quietly(command, args, env = {}) {
  return new Promise((done, failed) => {
    const said = [];
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
    child.on('error', failed);
    child.on('close', (code) => {
      if (code === 0) return done();
      const output = Buffer.concat(said).toString('utf8').trimEnd();
      failed(new SetUpError(`${command} ${args.join(' ')} failed (exit code ${code}):\n${output}`));
    });
  });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetUpError(
    `This is Node ${process.versions.node}; milepost needs ${OLDEST_NODE.join('.')} or newer (https://nodejs.org).`,
  );
}

/** Whether node_modules holds what package-lock.json asks for; npm keeps its own account of what it installed. */
function packagesAreCurrent() {
  const account = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(account)) return false;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(account, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    // Optional ones may be for another kind of machine.
    return installed[path] === undefined ? optional === true : installed[path].version === version;
  });
}

/** No package needs its install script here, and some would download; npm before 11 runs them all unless told. */
async function installPackages() {
  if (packagesAreCurrent()) return;
  await step('installing packages (npm ci)', () =>
    quietly('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']),
  );
}

/** The servers' programs: nothing to do for a server that runs elsewhere. */
async function prepareServers(forTests) {
  const { register } = await import('tsx/esm/api');
  register();
  const embedded = (file) => import(pathToFileURL(inRoot('src', 'embedded', file)).href);
  if (forTests || !process.env.TEMPORAL_ADDRESS) {
    const { ensureTemporal } = await embedded('temporal-install.ts');
    await step('finding a Temporal server', (rename) => ensureTemporal(rename));
  }
  if (forTests || !process.env.DATABASE_URL) {
    const { postgresBinaries } = await embedded('postgres-binary.ts');
    await postgresBinaries();
  }
}

/**
 * Makes this checkout ready to run.
 *
 * @param {{forTests?: boolean}} [options] tests bring their own servers, whatever the environment names
 * @returns {Promise<void>}
 * @throws {SetUpError} with the way out
 */
export async function setUp({ forTests = false } = {}) {
  checkNode();
  await installPackages();
  await prepareServers(forTests);
}

/** Runs a tool's main function and turns what it throws into a message and an exit code. */
export async function asTool(main) {
  try {
    await main();
  } catch (error) {
    const plain = error instanceof SetUpError || process.env.DEBUG === undefined;
    process.stderr.write(`${plain ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await asTool(setUp);
}
