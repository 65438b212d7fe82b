import { z } from 'zod';
import { checkNode, checkPackages, readInstalled } from '../doctor/versions.ts';
import { checkZoneData } from '../doctor/zone-data.ts';
import { checkPostgres, checkSmtp, checkTemporal } from '../doctor/services.ts';
import { fail, worst, type Check } from '../doctor/check.ts';
import { exitCodes } from '../exit-codes.ts';
import { findServices, type Services } from '../services.ts';
import { CliError } from '../errors.ts';
import { padEnd, wrap } from '../format/text.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';
import type { Terminal } from '../terminal.ts';

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
    lines: checks.flatMap((check) => checkLines(check, terminal)),
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
  const found = await Promise.all([
    ...services.places.map((place) => checkPostgres(`postgres ${place.name}`, place.databaseUrl)),
    checkTemporal(services.temporalAddress).then((check) => [check]),
    ...(services.smtp === null
      ? []
      : [checkSmtp(services.smtp.host, services.smtp.port).then((check) => [check])]),
  ]);
  return found.flat();
}

function checkLines(check: Check, { style, width }: Terminal): string[] {
  const marks = { ok: style.green('ok  '), warn: style.yellow('warn'), fail: style.red('FAIL') };
  const indent = 31;
  const [first = '', ...rest] = wrap(check.found, width - indent);
  const fix = check.fix === null ? [] : wrap(`→ ${check.fix}`, width - indent, '  ');
  return [
    `${marks[check.state]}  ${padEnd(check.name, indent - 7)} ${first}`,
    ...[...rest, ...fix].map((line) => ' '.repeat(indent) + line),
  ];
}
