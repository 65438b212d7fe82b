import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../harness/database.ts';
import { milepost } from './cli.ts';

const database = await testDatabase();
const before = { cwd: process.cwd(), env: { ...process.env } };
let elsewhere = '';

beforeAll(async () => {
  elsewhere = await mkdtemp(join(tmpdir(), 'milepost-admins-'));
  process.chdir(elsewhere);
  process.env['DATABASE_URL'] = database.url;
  process.env['TEMPORAL_ADDRESS'] = '127.0.0.1:1';
});
afterAll(async () => {
  process.chdir(before.cwd);
  process.env = before.env;
  await rm(elsewhere, { recursive: true });
});

it('an administrator is named once, listed, and taken off the list, whatever the capitals', async () => {
  expect((await milepost('admins', 'list')).stdout).toContain('milepost admins add ADDRESS');
  expect((await milepost('admins', 'add', 'Robin@clinic.example')).stdout).toContain('is an administrator.');
  expect((await milepost('admins', 'add', 'robin@clinic.example')).stdout).toContain('already');
  expect((await milepost('admins', 'list')).stdout.trim()).toBe('robin@clinic.example');
  expect((await milepost('admins', 'remove', 'ROBIN@clinic.example')).stdout).toContain(
    'no administrator any more',
  );
  expect((await milepost('admins', 'remove', 'robin@clinic.example')).stdout).toContain('nothing to remove');
});

it('who is not named by a mail address is refused, with the way out', async () => {
  const { exit, stderr } = await milepost('admins', 'add', 'robin');
  expect([exit, stderr]).toEqual([2, expect.stringContaining('as in robin@clinic.example')]);
  expect((await milepost('admins', 'add')).exit).toBe(2);
  expect((await milepost('admins', 'promote', 'robin@clinic.example')).stderr).toContain('add, remove, list');
});
