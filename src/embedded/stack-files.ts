import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StackAddresses } from './stack.ts';

const port = z.int().min(1).max(65_535);
const identity = z.object({ pid: z.int().positive(), started: z.string() });

const stackFile = z.object({
  format: z.literal(1),
  /** The process that stops the others; the stack runs as long as it lives. */
  keeper: identity,
  startedAt: z.iso.datetime(),
  ports: z.object({
    postgres: port.optional(),
    temporal: port.optional(),
    temporalUi: port.optional(),
    smtp: port,
    catcher: port,
    portal: port,
  }),
  addresses: z.object({
    databaseUrl: z.string(),
    temporalAddress: z.string(),
    uiUrl: z.string().nullable(),
    smtpUrl: z.string(),
    catcherUrl: z.string(),
    portalUrl: z.string(),
  }) satisfies z.ZodType<StackAddresses>,
  /** In the order of their start, with the signal that stops each. */
  processes: z.array(identity.extend({ name: z.string(), stopSignal: z.string() })),
});

/** What `.milepost/stack.json` holds. It has the database's password in it, so only its owner may read it. */
export type StackFile = z.output<typeof stackFile>;

/** The lock names the keeper that holds it. */
export type Lock = z.output<typeof identity>;

export const stackFiles = (dir: string) => ({
  stack: join(dir, 'stack.json'),
  lock: join(dir, 'lock'),
  stopping: join(dir, 'stopping'),
  logs: join(dir, 'logs'),
  mails: join(dir, 'mails'),
});

export type StackFiles = ReturnType<typeof stackFiles>;

/** Null where there is none; one that cannot be read counts as none, since a start writes it anew. */
export async function readStackFile(files: StackFiles): Promise<StackFile | null> {
  return stackFile.safeParse(await readJson(files.stack)).data ?? null;
}

export async function writeStackFile(files: StackFiles, content: StackFile): Promise<void> {
  const beside = aside(files.stack);
  await writeFile(beside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(beside, files.stack);
}

export async function readLock(files: StackFiles): Promise<Lock | null> {
  return identity.safeParse(await readJson(files.lock)).data ?? null;
}

/** False where somebody else holds it. A link appears with its content or not at all. */
export async function takeLock(files: StackFiles, lock: Lock): Promise<boolean> {
  const beside = aside(files.lock);
  await writeFile(beside, JSON.stringify(lock));
  try {
    await link(beside, files.lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
}

/** Of several that find the same dead lock, one gets it away; the others see that it is gone. */
export async function breakLock(files: StackFiles): Promise<void> {
  const dead = aside(files.lock);
  await rename(files.lock, dead).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rm(dead, { force: true });
  await rm(files.stopping, { force: true });
}

const aside = (file: string): string => `${file}.${randomUUID()}`;

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}
