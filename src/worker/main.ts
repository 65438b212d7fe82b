/** The worker process: the engine and the delivery loop, until it is told to stop. */
import { ConfigError, loadConfig, type Config } from '../config/env.ts';
import { createLogger } from '../config/logger.ts';
import { startWorker } from './worker.ts';

const config = configured();
const log = createLogger({ level: config.logLevel, json: config.production });

try {
  const worker = await startWorker(config, log);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => worker.stop());
  // Told over the channel to the parent, where there is one: the stack waits for it.
  process.send?.('ready');
  log.info({ queue: config.taskQueue, realm: config.realm, clock: config.clock }, 'the worker is ready');
  await worker.stopped;
  log.info({}, 'the worker has stopped');
} catch (error) {
  log.fatal({ err: error }, 'the worker cannot go on');
  // Connections that were opened before the fault would keep the process alive.
  process.exit(1);
} finally {
  if (process.connected) process.disconnect();
}

function configured(): Config {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
