import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Pool } from '../../src/adapters/db/pool.ts';
import { connect } from '../../src/connect/index.ts';
import { compile, planContext, resolvePeople } from '../../src/plan/index.ts';
import { countHistories } from '../../src/rehearsal/results/histories.ts';
import { startSender } from './child.ts';
import { herdProgram, PEOPLE } from './program.ts';

export interface Place {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace: string;
}

const TASK_QUEUE = 'herd';
const REALM = 'bench';

/**
 * Launches the herd through the engine and waits until every reminder stands in the outbox. The engine has stopped
 * when this resolves.
 *
 * @returns what it took of Temporal, from the launch to the last message written
 */
export async function launchHerd(
  pool: Pool,
  place: Place,
  teams: number,
): Promise<{ readonly actions: number; readonly events: number }> {
  const engine = await startSender('./engine-process.ts', [
    place.databaseUrl,
    place.temporalAddress,
    place.namespace,
    TASK_QUEUE,
  ]);
  const session = await connect({
    ...place,
    taskQueue: TASK_QUEUE,
    realm: REALM,
    clock: 'real',
    spreadMs: 0,
  });
  const { program, roadmap } = herdProgram(teams);
  const loaded = { roadmap, sha256: '' };
  const launchAt = Date.now();
  const dates = { launchAt, launch: new Date(launchAt).toISOString().slice(0, 10) };
  await session.launch({
    program,
    roadmap: loaded,
    plan: compile(program, loaded, dates),
    people: resolvePeople(planContext(program, loaded, dates)),
    now: launchAt,
    launchAt,
  });
  while ((await remindersWritten(pool)) < teams * PEOPLE) await sleep(250);
  await engine.stop();
  await session.close();
  return countTemporal(pool, place);
}

async function remindersWritten(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ written: number }>(
    `SELECT count(*)::int AS written FROM outbox WHERE kind = 'reminder.1'`,
  );
  return rows[0]?.written ?? 0;
}

async function countTemporal(pool: Pool, { temporalAddress, namespace }: Place) {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT workflow_id AS id FROM workflow_state WHERE status <> 'starting'`,
  );
  const connection = await Connection.connect({ address: temporalAddress });
  const counted = await countHistories(
    new Client({ connection, namespace }),
    rows.map(({ id }) => id),
  );
  await connection.close();
  return { actions: counted.actions.engine, events: counted.events.engine };
}
