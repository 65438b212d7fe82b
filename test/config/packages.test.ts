import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { z } from 'zod';

const require = createRequire(import.meta.url);
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
const lock = lockSchema.parse(JSON.parse(await readFile('package-lock.json', 'utf8')));

it('every package of Temporal finds protobufjs 8: with an older copy replays die', () => {
  const { version } = require('protobufjs/package.json') as { version: string };
  expect(version).toMatch(/^8\./);
  for (const user of [
    '@temporalio/worker',
    '@temporalio/proto',
    '@temporalio/common',
    '@temporalio/client',
  ]) {
    expect(createRequire(require.resolve(user)).resolve('protobufjs')).toBe(require.resolve('protobufjs'));
  }
});

it.each([
  ['@temporalio/', /^@temporalio\/(?!.*bridge$)/],
  ['prisma', /^@prisma\/(adapter-pg|driver-adapter-utils|debug)$/],
])('all packages of %s have one version', (_, pattern) => {
  const versions = Object.entries(lock.packages)
    .filter(([path]) => pattern.test(path.split('node_modules/').at(-1) ?? ''))
    .map(([, { version }]) => version);
  expect(versions.length).toBeGreaterThan(2);
  expect(new Set(versions).size).toBe(1);
});

it('the lockfile names no registry, so that it installs from any mirror', async () => {
  expect(await readFile('package-lock.json', 'utf8')).not.toContain('"resolved": "http');
});

// npm leaves out, without a word, what was not published for one kind of machine on the day of the lock; `npm ci`
// then refuses everywhere. The overrides in package.json name the newest versions that are there for all.
it('the lockfile holds the optional packages of every kind of machine, so that `npm ci` accepts it', () => {
  const wanted = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  const missing = wanted.filter(
    (name) => !Object.keys(lock.packages).some((path) => path.endsWith(`node_modules/${name}`)),
  );
  expect(wanted.length).toBeGreaterThan(50);
  expect(missing).toEqual([]);
});
