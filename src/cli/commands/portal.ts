import { z } from 'zod';
import { loadConfig } from '../../config/env.ts';
import { createLogger } from '../../config/logger.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { onInterrupt } from '../interrupt.ts';
import { parseInvocation } from '../options.ts';
import { findServices } from '../services.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({});

/** Serves the portal of live programs until Ctrl-C or SIGTERM. */
export const portal: Run = async (invocation, terminal) => {
  parseInvocation(invocationSchema, invocation);
  const { live, portal: config, environment, smtpUrl: named } = await findServices();
  const { logLevel, production, mailFrom, smtpUrl } = loadConfig(environment);
  const { startPortal } = await import('../../portal/portal.ts');
  const interrupt = onInterrupt();
  try {
    const running = await startPortal({
      ...config,
      databaseUrl: live.databaseUrl,
      engine: live,
      mailDomain: domainOf(mailFrom),
      mailFrom,
      smtpUrl,
      log: createLogger({ level: logLevel, json: production }),
    }).catch((error: NodeJS.ErrnoException): never => {
      throw cannotListen(error, `${config.host}:${config.port}`);
    });
    terminal.note(`The portal listens on ${running.url}; people reach it at ${config.publicUrl.origin}`);
    if (named === null) {
      terminal.note('SMTP_URL names no mail server: nobody can be sent a link to sign in.');
    }
    await interrupt.asked;
    await running.stop();
    return {
      exit: exitCodes.ok,
      document: { listened: running.url, publicUrl: config.publicUrl.origin },
      lines: ['The portal has stopped.'],
    };
  } finally {
    interrupt.end();
  }
};

const domainOf = (mailFrom: string): string => /@([^\s@>]+)>?$/.exec(mailFrom)?.[1] ?? 'milepost.example';

function cannotListen(error: NodeJS.ErrnoException, where: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new CliError(
        'refused',
        `${where} is taken by another process. Stop that one, or name another port with MILEPOST_PORTAL_PORT.`,
      );
    case 'EACCES':
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new CliError(
        'bad_input',
        `the portal cannot listen on ${where} (${error.code}). Name another place with MILEPOST_PORTAL_HOST and MILEPOST_PORTAL_PORT.`,
      );
    default:
      return error;
  }
}
