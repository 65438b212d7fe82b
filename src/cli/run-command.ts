import { z } from 'zod';
import { momentAt } from '../plan/index.ts';
import { parseTaskKey } from '../domain/keys.ts';
import { programs } from '../read/programs.ts';
import { programTime } from '../read/program-time.ts';
import { exitCodes } from './exit-codes.ts';
import { longMoment } from './format/dates.ts';
import { connected, findServices, firstFound, noSuchProgram, placesOf } from './services.ts';
import type { Gateway } from '../client/types.ts';
import type { CommandAnswer } from '../contracts/messages.ts';
import type { Reader } from '../read/connection.ts';
import type { Outcome } from './command.ts';
import type { Terminal } from './terminal.ts';

/** A task's natural key as an argument. */
export const taskKeyArgument = z
  .string()
  .refine(
    (key) => parseTaskKey(key) !== null,
    'a task is program/team/step/occurrence, as `milepost inspect` prints it',
  );

/** Program time for a command, where the clock is stepped. */
type Now = { readonly now?: number };

/**
 * Carries one command of a person to the running program that `key` begins with, and says what came of it.
 * The program is looked for among the live ones first.
 */
export async function runCommand(
  key: string,
  terminal: Terminal,
  ask: (gateway: Gateway, reader: Reader, now: Now) => Promise<CommandAnswer>,
): Promise<Outcome> {
  const [programId = ''] = key.split('/');
  const places = await placesOf(await findServices());
  const done = await firstFound(places, async (reader, place) => {
    const [program] = await programs(reader, programId);
    if (program === undefined) return null;
    const { now, stepped } = await programTime(reader);
    const answer = await connected(place, (gateway) =>
      ask(gateway, reader, stepped ? { now: now.getTime() } : {}),
    );
    return { answer, zone: program.zone };
  });
  if (done === null) throw noSuchProgram(programId);
  return { exit: exitCodes.ok, document: done.answer, lines: [said(done.answer, done.zone, terminal)] };
}

function said({ task, status, changed, at }: CommandAnswer, zone: string, { style }: Terminal): string {
  const when = `${longMoment(momentAt(at, zone).local)} (${zone})`;
  return changed
    ? `${style.green('✓')} ${task} is ${status}.`
    : `${task} was ${status} already, ${when}; nothing was changed.`;
}
