import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
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
