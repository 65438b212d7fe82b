import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { stackEnv } from '../../src/cli/services.ts';
import { rehearsalTemporal } from '../../src/cli/with-stack.ts';
import { ConfigError, loadConfig } from '../../src/config/env.ts';
import { createLogger } from '../../src/config/logger.ts';
import { readEnvExample } from './env-example.ts';

const whole = {
  DATABASE_URL: 'postgresql://milepost:secret@127.0.0.1:5432/milepost',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  MILEPOST_MAIL_FROM: 'Partners <partners@clinic.example>',
};

function failure(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('the environment was accepted');
}

describe('the environment', () => {
  it('needs four variables; the rest has defaults', () => {
    expect(loadConfig({ ...whole, LOG_LEVEL: '' })).toMatchObject({
      taskQueue: 'milepost',
      realm: 'live',
      clock: 'real',
      spreadMs: 20_000,
      logLevel: 'info',
      production: false,
    });
  });

  it('is refused with every missing variable named, and what it is for', () => {
    const message = failure({ SMTP_URL: whole.SMTP_URL });
    for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'MILEPOST_MAIL_FROM']) {
      expect(message).toContain(`${name} is not set`);
    }
    expect(message).toContain('.env.example');
  });

  it('is refused with the wrong value and the way out, but without its secrets', () => {
    const message = failure({ ...whole, DATABASE_URL: 'mysql://milepost:hunter2@db/milepost' });
    expect(message).toContain('DATABASE_URL is "mysql://milepost:…@db/milepost"');
    expect(message).toContain('must begin with postgresql:// or postgres://');
    expect(message).not.toContain('hunter2');
  });

  it.each([
    ['MILEPOST_CLOCK', 'fast'],
    ['MILEPOST_SPREAD_MS', 'soon'],
    ['MILEPOST_SPREAD_MS', '900000'],
    ['TEMPORAL_ADDRESS', 'http://127.0.0.1:7233'],
    ['MILEPOST_MAIL_FROM', 'nobody'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(failure({ ...whole, [name]: value })).toContain(`${name} is "${value}"`);
  });

  it('is described by .env.example, which is itself accepted', async () => {
    const env = await readEnvExample();
    expect(() => loadConfig(env)).not.toThrow();
  });
});

describe('what secures Temporal', () => {
  const security = (env: NodeJS.ProcessEnv) => loadConfig({ ...whole, ...env }).temporalSecurity;

  it('is nothing unless it is asked for; an API key brings TLS with it', () => {
    expect(security({ TEMPORAL_TLS: '', TEMPORAL_API_KEY: '' })).toEqual({});
    expect(security({ TEMPORAL_TLS: 'false' })).toEqual({});
    expect(security({ TEMPORAL_TLS: 'true' })).toEqual({ tls: true });
    expect(security({ TEMPORAL_API_KEY: 'key' })).toEqual({ apiKey: 'key', tls: true });
    expect(security({ TEMPORAL_TLS_SERVER_NAME: 'temporal.example' })).toEqual({
      tls: { serverNameOverride: 'temporal.example' },
    });
  });

  it('is refused where the variables contradict each other, with the way out', () => {
    expect(failure({ ...whole, TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'hunter2' })).toMatch(
      /TEMPORAL_TLS is "false", but TLS is needed for TEMPORAL_API_KEY: leave out/,
    );
    expect(failure({ ...whole, TEMPORAL_TLS_CLIENT_KEY_PATH: 'package.json' })).toContain(
      'TEMPORAL_TLS_CLIENT_CERT_PATH is not set, but TEMPORAL_TLS_CLIENT_KEY_PATH is',
    );
    expect(failure({ ...whole, TEMPORAL_TLS: 'yes' })).toContain(
      'TEMPORAL_TLS is "yes", but must be true or false',
    );
  });

  it('is refused with every file that is missing or is something else', () => {
    const message = failure({
      ...whole,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.pem',
      TEMPORAL_TLS_CLIENT_CERT_PATH: 'package.json',
      TEMPORAL_TLS_CLIENT_KEY_PATH: 'package.json',
    });
    expect(message).toContain(
      'TEMPORAL_TLS_SERVER_CA_CERT_PATH is "/nowhere/ca.pem", but that file cannot be read (ENOENT)',
    );
    expect(message).toContain(
      'TEMPORAL_TLS_CLIENT_CERT_PATH is "package.json", but that file holds no certificate',
    );
    expect(message).toContain('TEMPORAL_TLS_CLIENT_KEY_PATH is "package.json", but that file holds no key');
  });

  it('is refused where the key is not that of the certificate', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'milepost-config-'));
    const [one, other] = await Promise.all([generate(), generate()]);
    const [crt, key] = [join(dir, 'crt'), join(dir, 'key')];
    await writeFile(crt, one.cert);
    await writeFile(key, other.private);
    const env = { TEMPORAL_TLS_CLIENT_CERT_PATH: crt, TEMPORAL_TLS_CLIENT_KEY_PATH: key };
    expect(failure({ ...whole, ...env })).toContain(`"${key}", but that is not the key of the certificate`);
    await writeFile(key, one.private);
    expect(security(env)).toEqual({
      tls: { clientCertPair: { crt: Buffer.from(one.cert), key: Buffer.from(one.private) } },
    });
    await rm(dir, { recursive: true });
  });

  it('never shows an API key', () => {
    expect(failure({ ...whole, TEMPORAL_API_KEY: 'hunter2\nhunter3' })).toMatch(
      /TEMPORAL_API_KEY is "…", but must be one word/,
    );
  });

  it('is not asked of the local stack, which runs without, but of a server that the environment names', () => {
    const stack = {
      databaseUrl: whole.DATABASE_URL,
      temporalAddress: '127.0.0.1:7233',
      uiUrl: 'http://127.0.0.1:8233',
      smtpUrl: whole.SMTP_URL,
      catcherUrl: 'http://127.0.0.1:8025',
      portalUrl: 'http://127.0.0.1:8080',
    };
    const env = { TEMPORAL_API_KEY: 'key', LOG_LEVEL: 'debug', SMTP_URL: '' };
    expect(loadConfig(stackEnv(stack, env))).toMatchObject({
      temporalSecurity: {},
      logLevel: 'debug',
      smtpUrl: whole.SMTP_URL,
    });
    const elsewhere = { ...stack, uiUrl: null };
    expect(loadConfig(stackEnv(elsewhere, env)).temporalSecurity.apiKey).toBe('key');
    // A rehearsal on that server reaches it the same way, itself and through its worker.
    expect(rehearsalTemporal(elsewhere, env)).toMatchObject({
      temporalSecurity: { apiKey: 'key' },
      workerEnv: { TEMPORAL_API_KEY: 'key' },
    });
    expect(rehearsalTemporal(stack, env)).toMatchObject({ temporalSecurity: {}, workerEnv: {} });
    const named = { ...env, TEMPORAL_ADDRESS: 'temporal.example:7233' };
    expect(loadConfig(stackEnv(stack, named))).toMatchObject({
      temporalAddress: 'temporal.example:7233',
      temporalSecurity: { apiKey: 'key' },
    });
  });
});

describe('the log', () => {
  function logged(json: boolean, write: (log: ReturnType<typeof createLogger>) => void): string {
    let text = '';
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString();
        done();
      },
    });
    write(createLogger({ level: 'info', json }, destination));
    return text;
  }

  it.each([true, false])('leaves out what looks like a person (JSON: %s)', (json) => {
    const text = logged(json, (log) => {
      log.info({ person: 'ana', email: 'ana@clinic.example', task: { answer: 'I am tired' } }, 'noted');
    });
    expect(text).toContain('ana');
    expect(text).not.toContain('@clinic.example');
    expect(text).not.toContain('tired');
  });

  it('is a line that a person can read on a terminal, with the reason of an error', () => {
    const text = logged(false, (log) =>
      log.warn({ err: new Error('refused'), attempt: 3 }, 'the mail server is away'),
    );
    expect(text).toMatch(/^\d\d:\d\d:\d\d warn {2}the mail server is away \(refused\) attempt=3\n$/);
  });
});
