import { Connection } from '@temporalio/client';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { ensureSearchAttributes } from '../../src/adapters/temporal/search-attributes.ts';
import { checkTemporal } from '../../src/cli/doctor/services.ts';
import { loadConfig } from '../../src/config/env.ts';
import { createLogger } from '../../src/config/logger.ts';
import { connect } from '../../src/connect/index.ts';
import { startWorker } from '../../src/worker/worker.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testProgram } from '../harness/engine.ts';
import { API_KEY, SERVER_NAME, securedTemporal } from '../harness/secured-temporal.ts';
import { compile, isZone, planContext, resolvePeople } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';

const catcher = await startTestCatcher();
const { database, temporal } = await testProgram('real');
const secured = await securedTemporal();
const { files, passed } = secured;

const whole = {
  DATABASE_URL: database.url,
  TEMPORAL_ADDRESS: secured.address,
  TEMPORAL_NAMESPACE: temporal.namespace,
  TEMPORAL_API_KEY: API_KEY,
  TEMPORAL_TLS_CLIENT_CERT_PATH: files.crt,
  TEMPORAL_TLS_CLIENT_KEY_PATH: files.key,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.ca,
  TEMPORAL_TLS_SERVER_NAME: SERVER_NAME,
  MILEPOST_TASK_QUEUE: temporal.taskQueue,
  MILEPOST_REALM: 'test',
  MILEPOST_SPREAD_MS: '0',
  SMTP_URL: catcher.smtpUrl,
  MILEPOST_MAIL_FROM: 'milepost <milepost@clinic.example>',
};

const config = loadConfig(whole);
const session = await connect({ ...config, namespace: config.temporalNamespace });
const worker = await startWorker(config, createLogger({ level: 'error', json: false }));
afterAll(async () => {
  worker.stop();
  await Promise.all([worker.stopped, session.close()]);
});

const check = (change: NodeJS.ProcessEnv, timeoutMs?: number) => {
  const { temporalAddress, temporalNamespace, temporalSecurity } = loadConfig({ ...whole, ...change });
  return checkTemporal(temporalAddress, temporalNamespace, temporalSecurity, timeoutMs);
};

/** A launch through the secured connection, under an id of its own. */
async function launch(id: string): Promise<void> {
  const loaded = loadProgram('examples/minutes/program.yaml', { isZone });
  const program = { ...loaded.program, id };
  const launchAt = Date.now();
  const options = { launchAt, launch: new Date(launchAt).toISOString().slice(0, 10) };
  const plan = compile(program, loaded.roadmap, options);
  const people = resolvePeople(planContext(program, loaded.roadmap, options));
  await session.launch({ program, roadmap: loaded.roadmap, plan, people, now: launchAt, launchAt });
}

/** Through the door that is not guarded. */
async function asOperator(work: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await Connection.connect({ address: temporal.address });
  await work(connection).finally(() => connection.close());
}

describe('Temporal behind mutual TLS and an API key, whose search attributes only its operators may make', () => {
  it('tells a launch which search attributes to have made, where they are missing', async () => {
    await expect(launch('too-early')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('MilepostProgram, MilepostTeam, MilepostStage, MilepostOccurrence'),
    });
  });

  it('carries a program from the launch to its first mail, and takes a completion', async () => {
    await asOperator((connection) => ensureSearchAttributes(connection, temporal.namespace));
    await launch('secured');
    const task = 'secured/trial-team/say-hello/once';
    await vi.waitFor(
      () => expect(catcher.mails().map((mail) => mail.headers['x-milepost-task'])).toContain(task),
      { timeout: 30_000, interval: 100 },
    );
    const answer = await session.complete({ id: 'tls-1', task, by: 'kim', answer: { word: 'hello' } });
    expect(answer).toMatchObject({ status: 'completed', changed: true });
    // All of it went through the guarded door: what a command asks, and what a worker does.
    for (const method of [
      'StartWorkflowExecution',
      'PollWorkflowTaskQueue',
      'RespondActivityTaskCompleted',
      'UpdateWorkflowExecution',
    ]) {
      expect(passed.get(method), method).toBeGreaterThan(0);
    }
  }, 60_000);

  it('is well for doctor, which says that it is reached over TLS', async () => {
    expect(await check({})).toMatchObject({
      state: 'ok',
      found: expect.stringContaining(`${secured.address} over TLS`),
    });
  });

  const uncertified = { TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_PATH: '' };
  const unsecured = {
    ...uncertified,
    TEMPORAL_API_KEY: '',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: '',
    TEMPORAL_TLS_SERVER_NAME: '',
  };
  const somebodyElse = {
    TEMPORAL_TLS_CLIENT_CERT_PATH: files.strangerCrt,
    TEMPORAL_TLS_CLIENT_KEY_PATH: files.strangerKey,
  };
  it.each([
    ['without TLS', unsecured, /deadline/, /TEMPORAL_TLS=true/],
    ['without our certificate', uncertified, /deadline/, /TEMPORAL_TLS_\*/],
    ['with a certificate of somebody else', somebodyElse, /deadline/, /TEMPORAL_TLS_\*/],
    [
      'trusting another authority',
      { TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.otherCa },
      /deadline/,
      /_TLS_\*/,
    ],
    [
      'under another name',
      { TEMPORAL_TLS_SERVER_NAME: 'else.clinic.example' },
      /deadline/,
      /TEMPORAL_TLS_\*/,
    ],
    ['without an API key', { TEMPORAL_API_KEY: '' }, /no such key/, /TEMPORAL_API_KEY/],
    ['with another API key', { TEMPORAL_API_KEY: 'another-key' }, /no such key/, /TEMPORAL_API_KEY/],
  ])('refuses whoever comes %s; doctor says where to look, and no secret', async (_, change, found, fix) => {
    const answer = await check(change, 1_000);
    expect(answer).toMatchObject({
      state: 'fail',
      found: expect.stringMatching(found),
      fix: expect.stringMatching(fix),
    });
    expect(JSON.stringify(answer)).not.toContain('another-key');
  });
});
