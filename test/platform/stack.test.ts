import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAlive } from '../../src/embedded/process-identity.ts';
import { stackFiles, readStackFile, type StackFile } from '../../src/embedded/stack-files.ts';
import { readStack, removeStack, startStack, type Stack } from '../../src/embedded/stack.ts';

const parentScript = fileURLToPath(new URL('stack-parent.ts', import.meta.url));
const dirs: string[] = [];
const stacks: Stack[] = [];
const parents: ChildProcess[] = [];

async function newDir(): Promise<string> {
  const dir = join(await mkdtemp(join(tmpdir(), 'milepost-stack-')), '.milepost');
  dirs.push(dir);
  return dir;
}

async function start(dir: string): Promise<Stack> {
  const stack = await startStack({ dir });
  stacks.push(stack);
  return stack;
}

/** A process of its own that starts a stack with a worker in it. Resolves when the stack is up. */
async function startInParent(dir: string): Promise<{ parent: ChildProcess; file: StackFile }> {
  const parent = fork(parentScript, [dir], { execArgv: ['--import', 'tsx'] });
  parents.push(parent);
  await new Promise((resolve) => parent.once('message', resolve));
  return { parent, file: (await readStackFile(stackFiles(dir)))! };
}

const anyAlive = async (file: StackFile): Promise<string[]> => {
  const states = await Promise.all(
    file.processes.map(async (each) => ((await isAlive(each)) ? each.name : null)),
  );
  return states.filter((name) => name !== null);
};

afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.stop();
  for (const parent of parents.splice(0)) parent.kill('SIGKILL');
  for (const dir of dirs.splice(0)) {
    await vi.waitFor(
      async () => expect(await readFile(stackFiles(dir).lock).catch(() => null)).toBeNull(),
      30_000,
    );
    await rm(join(dir, '..'), { recursive: true, force: true });
  }
});

describe('the local stack', () => {
  it('leaves no process behind when its parent is killed with -9', async () => {
    const dir = await newDir();
    const { parent, file } = await startInParent(dir);
    expect((await anyAlive(file)).toSorted()).toEqual(['mail-catcher', 'postgres', 'temporal', 'worker']);
    parent.kill('SIGKILL');
    await vi.waitFor(async () => expect(await anyAlive(file)).toEqual([]), { timeout: 30_000 });
    const log = await readFile(join(dir, 'logs', 'postgres.log'), 'utf8');
    expect(log).not.toContain('immediate shutdown');
  });

  it('stops the worker while the servers are still there', async () => {
    const dir = await newDir();
    const { parent } = await startInParent(dir);
    const log = join(dir, 'logs', 'worker.log');
    await vi.waitFor(async () => expect(await readFile(log, 'utf8')).toContain('ready'), { timeout: 30_000 });
    parent.kill('SIGKILL');
    // The worker asks Postgres and Temporal for an answer after it was told to stop.
    await vi.waitFor(async () => expect(await readFile(log, 'utf8')).toContain('last words'), {
      timeout: 30_000,
    });
    expect(await readFile(log, 'utf8')).toContain('postgres answered, temporal answered');
  });

  it('is attached to by a second start, which leaves it running', async () => {
    const dir = await newDir();
    const first = await start(dir);
    const second = await startStack({ dir });
    expect(second.owned).toBe(false);
    expect(second.databaseUrl).toBe(first.databaseUrl);
    await second.stop();
    expect(await readStack(dir)).toMatchObject({ temporalAddress: first.temporalAddress });
    await expect(removeStack(dir)).rejects.toThrow('is running');
  });

  it('has one owner when two start at the same moment', async () => {
    const dir = await newDir();
    const both = await Promise.all([start(dir), start(dir)]);
    expect(both.filter(({ owned }) => owned)).toHaveLength(1);
    expect(both[0].databaseUrl).toBe(both[1].databaseUrl);
  });

  it('comes back on the same ports with the same data', async () => {
    const dir = await newDir();
    const first = await start(dir);
    await query(first, 'CREATE TABLE kept (n int)');
    await first.stop();
    expect(await readStack(dir)).toBeNull();
    const second = await start(dir);
    const { owned, databaseUrl, temporalAddress, uiUrl, smtpUrl, catcherUrl, portalUrl } = second;
    expect({ owned, databaseUrl, temporalAddress, uiUrl, smtpUrl, catcherUrl, portalUrl }).toEqual({
      owned: true,
      databaseUrl: first.databaseUrl,
      temporalAddress: first.temporalAddress,
      uiUrl: first.uiUrl,
      smtpUrl: first.smtpUrl,
      catcherUrl: first.catcherUrl,
      portalUrl: first.portalUrl,
    });
    await query(second, 'SELECT n FROM kept');
  });

  it('runs beside that of another checkout', async () => {
    const [one, other] = await Promise.all([start(await newDir()), start(await newDir())]);
    expect(one.owned && other.owned).toBe(true);
    expect(one.databaseUrl).not.toBe(other.databaseUrl);
  });

  it('clears away what was left when even the keeper was killed', async () => {
    const dir = await newDir();
    const { parent, file } = await startInParent(dir);
    process.kill(file.keeper.pid, 'SIGKILL');
    parent.kill('SIGKILL');
    await vi.waitFor(async () => expect(await isAlive(file.keeper)).toBe(false));
    const again = await start(dir);
    expect(again.owned).toBe(true);
    expect(await anyAlive(file)).toEqual([]);
  });
});

async function query({ databaseUrl }: Stack, sql: string): Promise<void> {
  const url = new URL(databaseUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
