import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { z } from 'zod';
import { isZone } from '../../plan/index.ts';
import type { Reader } from '../../read/connection.ts';
import { dropRealm, realmOf } from '../../rehearsal/realm.ts';
import { rehearse as run } from '../../rehearsal/rehearse.ts';
import { reportText } from '../../rehearsal/results/text.ts';
import { teamCsv, teamPage } from '../../report/index.ts';
import { everyQuarter } from '../../review/every-quarter.ts';
import { loadProgram } from '../../roadmap/load.ts';
import { instrumentOf } from '../../roadmap/load-instrument.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { onInterrupt } from '../interrupt.ts';
import { openProgressView, tellView } from '../progress-view.ts';
import { parseInvocation } from '../options.ts';
import { paceOption, peopleOption, seedOption } from '../rehearsal-options.ts';
import { withStack } from '../with-stack.ts';
import { writeNew } from '../write-new.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  file: z.string(),
  people: peopleOption,
  seed: seedOption,
  pace: paceOption,
  reports: z.string().min(1).optional(),
});

/** Rehearses a program from its first to its last day, in a database of its own that is gone afterwards. */
export const rehearse: Run = async (invocation, terminal) => {
  const { file, people, seed, pace, reports } = parseInvocation(invocationSchema, invocation, ['file']);
  const { program, roadmap } = loadProgram(file, { isZone });
  if (reports !== undefined) await emptyFolder(reports);
  const id = randomBytes(6).toString('hex');
  return withStack(terminal, async ({ dir, stack }) => {
    const interrupt = onInterrupt();
    const view = openProgressView(terminal);
    const realm = realmOf(id, stack.databaseUrl);
    try {
      const { report } = await run({
        program,
        roadmap,
        people,
        seed,
        instrument: instrumentOf(program.survey),
        daysPerSecond: pace,
        id,
        dir,
        stack,
        ...(reports === undefined ? {} : { atEnd: (reader) => writeReports(reader, program.id, reports) }),
        onProgress: tellView(view, realm.databaseUrl),
        signal: interrupt.signal,
      });
      await view.close();
      const names = new Map(program.people.map((person) => [person.id, person.name]));
      return {
        exit: report.broken.length === 0 ? exitCodes.ok : exitCodes.broken,
        document: report,
        lines: reportText(report, (person) => names.get(person) ?? person).split('\n'),
      };
    } catch (error) {
      if (!interrupt.signal.aborted) throw error;
      throw new CliError('interrupted', 'the rehearsal was interrupted; nothing of it is kept', {
        cause: error,
      });
    } finally {
      await view.close();
      interrupt.end();
      if (interrupt.signal.aborted) {
        await dropRealm(realm);
        await rm(join(dir, realm.realm), { recursive: true, force: true });
      }
    }
  });
};

async function writeReports(reader: Reader, program: string, folder: string): Promise<void> {
  for await (const { team, quarter, report } of everyQuarter(reader, program)) {
    await writeNew(join(folder, `${team}-${quarter}.html`), teamPage(report));
    await writeNew(join(folder, `${team}-${quarter}.csv`), teamCsv(report));
  }
}

/** Before hours of rehearsing: what stands there is not written over. */
async function emptyFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length === 0) return;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(
      'bad_input',
      `--reports ${folder} cannot be used (${code ?? 'unknown'}). Name a folder.`,
      {
        cause: error,
      },
    );
  }
  throw new CliError('bad_input', `--reports ${folder} has files in it. Name a new or an empty folder.`);
}
