/**
 * Runs a whole program on the real engine with a stepped clock and simulated people, in a realm of its own, and
 * checks what came of it.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPool } from '../connect/database.ts';
import { connect } from '../connect/index.ts';
import { startCatcher } from '../embedded/mail-catcher/catcher.ts';
import { compile } from '../plan/index.ts';
import { openJournal } from './conductor/journal.ts';
import type { RehearseOptions } from './options.ts';
import { dropRealm, openRealm, realmOf } from './realm.ts';
import { type Rehearsal, Run } from './run.ts';

/**
 * Rehearses a program.
 * @throws where the engine cannot run or is stuck; database and mails are then kept, so that it can go on
 */
export async function rehearse(options: RehearseOptions): Promise<Rehearsal> {
  const { program, roadmap, stack, dir, id } = options;
  const plan = compile(program, roadmap);
  const realm = realmOf(id, stack.databaseUrl);
  const from = Math.min(...plan.stages.map((stage) => Date.parse(stage.starts.utc)));
  await openRealm(realm, from);

  const mailDir = join(dir, realm.realm);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const pool = createPool(realm.databaseUrl, { max: 6, name: 'milepost-rehearsal' });
    closing.push(() => pool.end());
    const catcher = await startCatcher({ dir: mailDir });
    closing.push(() => catcher.stop());
    const journal = await openJournal(pool);
    const session = await connect({
      ...stack,
      databaseUrl: realm.databaseUrl,
      taskQueue: realm.realm,
      realm: realm.realm,
      clock: 'stepped',
      spreadMs: 0,
    });
    closing.push(() => session.close());
    const run = new Run(options, { plan, realm, from, pool, catcher, journal, session });
    closing.push(() => run.stop());
    const result = await run.complete();
    if (options.keep !== true) {
      closing.unshift(
        () => dropRealm(realm),
        () => rm(mailDir, { recursive: true, force: true }),
      );
    }
    return result;
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}
