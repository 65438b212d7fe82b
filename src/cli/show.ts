import { join } from 'node:path';
import { startCatcher, type Catcher } from '../embedded/mail-catcher/catcher.ts';
import type { Stack } from '../embedded/stack.ts';
import { isZone } from '../plan/index.ts';
import type { Profile } from '../rehearsal/people.ts';
import { realmOf } from '../rehearsal/realm.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import type { Report } from '../rehearsal/results/report.ts';
import { reportText } from '../rehearsal/results/text.ts';
import { loadProgram } from '../roadmap/load.ts';
import { instrumentOf } from '../roadmap/load-instrument.ts';
import { openProgressView, tellView } from './progress-view.ts';
import { stackDir } from './services.ts';
import { whereToLook } from './views/where.ts';
import { rehearsalTemporal } from './with-stack.ts';
import type { Terminal } from './terminal.ts';

/** What came of the rehearsal that `up` shows. */
export interface Shown {
  /** null where it was interrupted; the next start goes on with it. */
  readonly report: Report | null;
  /** Shows its mails from now on, until the caller stops it. */
  readonly mails: Catcher | null;
}

/** The one rehearsal that `up` keeps from start to start. */
const id = 'example';

/** Rehearses a program to be watched: at a pace, with a live view, kept from one start to the next. */
export async function runRehearsalOnShow(
  file: string,
  { people, seed, pace }: { readonly people: Profile; readonly seed: number; readonly pace: number },
  stack: Stack,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<Shown> {
  const { program, roadmap } = loadProgram(file, { isZone });
  const { databaseUrl, realm } = realmOf(id, stack.databaseUrl);
  terminal.note(
    `Rehearsing ${program.title}: simulated people, a clock of its own, no mail leaves this machine.`,
  );
  for (const line of whereToLook(stack, null)) terminal.note(line);
  const view = openProgressView(terminal);
  try {
    const { report } = await rehearse({
      program,
      roadmap,
      people,
      seed,
      instrument: instrumentOf(program.survey),
      daysPerSecond: pace,
      id,
      dir: stackDir(),
      stack: {
        databaseUrl: stack.databaseUrl,
        ...rehearsalTemporal(stack),
        spawn: (name, spec) => stack.spawn(name, spec),
      },
      keep: true,
      onProgress: tellView(view, databaseUrl),
      signal,
    });
    await view.close();
    const names = new Map(program.people.map((person) => [person.id, person.name]));
    terminal.note(`\n${reportText(report, (person) => names.get(person) ?? person)}`);
    // Its own catcher ended with it; another one shows what that one kept.
    return { report, mails: await startCatcher({ dir: join(stackDir(), realm) }) };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { report: null, mails: null };
  } finally {
    await view.close();
  }
}
