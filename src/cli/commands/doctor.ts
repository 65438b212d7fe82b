import { z } from 'zod';
import { checkNode, checkPackages, readInstalled } from '../doctor/versions.ts';
import { checkZoneData } from '../doctor/zone-data.ts';
import { checkPostgres, checkSmtp, checkTemporal } from '../doctor/services.ts';
import { checkWorkflows } from '../doctor/workflows.ts';
import { fail, worst, type Check } from '../doctor/check.ts';
import { exitCodes } from '../exit-codes.ts';
import { findServices, type Services } from '../services.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import { doctorLines } from '../views/doctor.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({});

/** Looks at everything that milepost needs here, and says how to mend what is not well. */
export const doctor: Run = async (invocation, terminal) => {
  parseInvocation(invocationSchema, invocation);
  const checks: Check[] = [
    checkNode(process.versions.node),
    ...checkPackages(await readInstalled()),
    checkZoneData(process.versions.tz ?? 'none', Intl.supportedValuesOf('timeZone'), Date.now()),
    ...(await checkServices()),
  ];
  const state = worst(checks);
  return {
    exit: state === 'fail' ? exitCodes.broken : exitCodes.ok,
    document: { state, checks },
    lines: doctorLines(checks, terminal),
  };
};

async function checkServices(): Promise<Check[]> {
  let services: Services;
  try {
    services = await findServices();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [
      fail(
        'services',
        'no local stack runs here, and no server is named',
        error.message.split('\n').at(-1) ?? '',
      ),
    ];
  }
  const { live, smtpUrl } = services;
  const found = await Promise.all([
    checkPostgres(live.databaseUrl),
    checkTemporal(live.temporalAddress, live.namespace, live.temporalSecurity).then((check) => [check]),
    ...(smtpUrl === null ? [] : [checkSmtp(smtpUrl).then((check) => [check])]),
  ]);
  const checks = found.flat();
  const needed = ['postgres', 'migrations', 'temporal'];
  const ready = needed.every((name) => checks.some((check) => check.name === name && check.state === 'ok'));
  return ready ? [...checks, ...(await checkWorkflows(live))] : checks;
}
