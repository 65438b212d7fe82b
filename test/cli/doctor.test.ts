import { createServer, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { generate } from 'selfsigned';
import { describe, expect, test } from 'vitest';
import { worst, ok, warn, fail } from '../../src/cli/doctor/check.ts';
import { checkNode, checkPackages } from '../../src/cli/doctor/versions.ts';
import { checkZoneData } from '../../src/cli/doctor/zone-data.ts';
import { checkPostgres, checkSmtp, compareMigrations } from '../../src/cli/doctor/services.ts';
import { tzdataRelease } from '../../src/plan/calendar/zone.ts';

const now = Date.parse('2026-06-01T00:00:00Z');

test('an old Node fails and the way out is named', () => {
  expect(checkNode('20.19.0').state).toBe('ok');
  expect(checkNode('20.18.9')).toMatchObject({ state: 'fail', fix: 'install Node 20.19 or newer' });
  expect(checkNode('26.0.0').state).toBe('ok');
});

describe('packages', () => {
  const good = {
    'node_modules/@temporalio/client': { version: '1.24.0' },
    'node_modules/@temporalio/worker': { version: '1.24.0' },
    'node_modules/@prisma/adapter-pg': { version: '7.10.0' },
    'node_modules/protobufjs': { version: '8.8.1' },
  };
  test('families at one version each are well', () => {
    expect(checkPackages(good).map((check) => check.state)).toEqual(['ok', 'ok', 'ok']);
  });
  test('a second protobufjs of the same major is found wherever it hides; another major may stand nested', () => {
    const nested = (version: string) =>
      checkPackages({ ...good, 'node_modules/a/node_modules/protobufjs': { version } }).find(
        (check) => check.name === 'protobufjs',
      );
    expect(nested('8.0.1')).toMatchObject({
      state: 'fail',
      found: expect.stringContaining('8.0.1 in node_modules/a/node_modules/protobufjs'),
    });
    expect(nested('7.6.6')).toMatchObject({ state: 'ok', found: '8.8.1' });
  });
  test('mixed Temporal packages fail', () => {
    const checks = checkPackages({ ...good, 'node_modules/@temporalio/worker': { version: '1.23.0' } });
    expect(checks[0]).toMatchObject({ state: 'fail', found: 'several versions: 1.23.0, 1.24.0' });
  });
  test('nothing installed says what to run', () => {
    expect(checkPackages(null)).toEqual([
      { name: 'packages', state: 'fail', found: 'none installed', fix: 'npm ci' },
    ]);
  });
});

describe('zone data', () => {
  test('an older Node whose zones differ is named, with the zones', () => {
    const check = checkZoneData('2020a', ['America/Vancouver', 'Asia/Kathmandu'], now, (zone) =>
      zone === 'Asia/Kathmandu' ? 345 : -999,
    );
    expect(check).toMatchObject({ state: 'warn', found: expect.stringContaining('America/Vancouver') });
    expect(check.found).not.toContain('Kathmandu');
  });
  test('the same release needs no comparison', () => {
    expect(checkZoneData(tzdataRelease, ['America/Vancouver'], now, () => -999).state).toBe('ok');
  });
  test('an older pinned release asks for the newer package', () => {
    expect(checkZoneData('2099z', [], now)).toMatchObject({
      state: 'warn',
      fix: 'npm install moment-timezone@latest',
    });
  });
});

describe('migrations', () => {
  test('missing, newer and half-applied ones are each told apart', () => {
    const done = (name: string) => ({ name, finished: true });
    expect(compareMigrations(['1', '2'], [done('1'), done('2')]).state).toBe('ok');
    expect(compareMigrations(['1', '2'], [done('1')])).toMatchObject({
      state: 'warn',
      found: '1 migration missing: 2',
    });
    expect(compareMigrations(['1'], null).state).toBe('warn');
    expect(compareMigrations(['1'], [done('1'), done('9')])).toMatchObject({
      state: 'fail',
      found: '9 came from a newer milepost',
    });
    expect(compareMigrations(['1'], [{ name: '1', finished: false }]).state).toBe('fail');
  });
});

describe('services', () => {
  const listening = async (greeting: string): Promise<{ port: number; close: () => void }> => {
    const server = createServer((socket) => socket.end(greeting));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return { port: (server.address() as AddressInfo).port, close: () => server.close() };
  };
  test('a mail server that greets is well; another service on its port is not', async () => {
    const mail = await listening('220 catcher ESMTP\r\n');
    const other = await listening('HTTP/1.1 400 Bad Request\r\n');
    expect((await checkSmtp(`smtp://127.0.0.1:${mail.port}`)).state).toBe('ok');
    expect(await checkSmtp(`smtp://127.0.0.1:${other.port}`)).toMatchObject({
      state: 'fail',
      found: expect.stringContaining('HTTP/1.1 400'),
    });
    mail.close();
    other.close();
  });
  test('a mail server is looked for on the port that sending uses', async () => {
    // Nobody listens on these ports of an address that is kept for documentation.
    const looked = async (url: string) => (await checkSmtp(url, 1)).found;
    expect(await looked('smtp://192.0.2.1')).toContain('192.0.2.1:587');
    expect(await looked('smtps://192.0.2.1')).toContain('192.0.2.1:465');
    expect(await looked('smtp://user:secret@192.0.2.1:2525')).toMatch(/192\.0\.2\.1:2525(?!.*secret)/);
  });
  test('a mail server with TLS from the start greets inside it', async () => {
    const { cert, private: key } = await generate();
    const server = createTlsServer({ cert, key }, (socket) => socket.end('220 catcher ESMTP\r\n'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `smtps://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // Its certificate is nobody's: sending would refuse it, and so does the check.
    expect(await checkSmtp(url)).toMatchObject({
      state: 'fail',
      found: expect.stringMatching(/self-signed|certificate/),
    });
    server.close();
  });
  test('a Postgres that is away fails with its address and the way out, and without its password', async () => {
    const mail = await listening('');
    mail.close();
    const [check] = await checkPostgres(`postgresql://u:secret@127.0.0.1:${mail.port}/milepost`);
    expect(check).toMatchObject({
      state: 'fail',
      found: expect.stringContaining(`127.0.0.1:${mail.port}/milepost`),
    });
    expect(JSON.stringify(check)).not.toContain('secret');
    expect(check?.fix).toContain('npm start');
  });
});

test('the worst line decides', () => {
  expect(worst([ok('a', ''), warn('b', '', ''), fail('c', '', '')])).toBe('fail');
  expect(worst([ok('a', ''), warn('b', '', '')])).toBe('warn');
  expect(worst([])).toBe('ok');
});
