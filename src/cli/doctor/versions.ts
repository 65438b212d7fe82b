import { readFile } from 'node:fs/promises';
import { fail, ok, type Check } from './check.ts';

const oldestNode = [20, 19] as const;

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return enough
    ? ok('node', version)
    : fail('node', version, `install Node ${oldestNode.join('.')} or newer`);
}

/** Packages as npm installed them, by their place in `node_modules`. */
export type Installed = Readonly<Record<string, { readonly version?: string }>>;

/** What npm noted when it installed; null where nothing is installed. */
export async function readInstalled(): Promise<Installed | null> {
  try {
    const text = await readFile(new URL('../../../node_modules/.package-lock.json', import.meta.url), 'utf8');
    return (JSON.parse(text) as { packages: Installed }).packages;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Families that work only at one version each: the Temporal packages, the Prisma packages,
 * and protobufjs, of which a second copy makes replay fail.
 */
export function checkPackages(installed: Installed | null): Check[] {
  if (installed === null) return [fail('packages', 'none installed', 'npm ci')];
  return [
    oneVersion('temporal packages', installed, (name) => name.startsWith('@temporalio/')),
    oneVersion('prisma packages', installed, (name) =>
      ['@prisma/adapter-pg', '@prisma/driver-adapter-utils'].includes(name),
    ),
    oneCopy('protobufjs', '8.', installed),
  ];
}

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

function oneVersion(name: string, installed: Installed, belongs: (name: string) => boolean): Check {
  const versions = new Set(
    Object.entries(installed).flatMap(([path, { version }]) =>
      belongs(nameOf(path)) && version !== undefined ? [version] : [],
    ),
  );
  const found = [...versions].sort().join(', ');
  if (versions.size === 0) return fail(name, 'not installed', 'npm ci');
  return versions.size === 1 ? ok(name, found) : fail(name, `several versions: ${found}`, 'npm ci');
}

/** Another major may stand nested for others’ use; two copies of ours make messages of one strangers to the other. */
function oneCopy(name: string, wanted: string, installed: Installed): Check {
  const copies = Object.entries(installed).filter(
    ([path, { version }]) => nameOf(path) === name && version?.startsWith(wanted),
  );
  const [first, ...others] = copies;
  if (first?.[0] === `node_modules/${name}` && others.length === 0)
    return ok(name, first[1].version ?? wanted);
  const found = copies.map(([path, { version }]) => `${version} in ${path}`).join(', ');
  return fail(
    name,
    found === '' ? `no ${wanted}x at the top` : found,
    `npm ci; exactly one ${wanted}x at the top is wanted, or old histories cannot be replayed`,
  );
}
