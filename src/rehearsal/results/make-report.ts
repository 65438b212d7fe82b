import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { CaughtMail } from '../../embedded/mail-catcher/mail.ts';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';
import type { Reader } from '../../read/connection.ts';
import { broken, redelivered } from '../checker/broken.ts';
import type { PersonFact } from '../checker/types.ts';
import type { Effort } from '../conductor/effort.ts';
import type { Journal } from '../conductor/journal.ts';
import { digestOf } from '../digest.ts';
import type { Improvement } from '../patients.ts';
import { readFacts, toMails } from './facts.ts';
import { countHistories } from './histories.ts';
import { readPatients } from './patients.ts';
import { readRecord } from './record.ts';
import type { Report } from './report.ts';
import { readTallies } from './tallies.ts';
import { readWorkload } from './workload.ts';

export interface Evidence {
  readonly seed: number;
  /** The first instant of program time, ms. */
  readonly from: number;
  readonly wallSeconds: number;
  readonly pool: Pool;
  readonly reader: Reader;
  /** Ids. */
  readonly program: string;
  readonly teams: readonly string[];
  readonly journal: Journal;
  readonly roadmap: Roadmap;
  readonly people: readonly PersonFact[];
  readonly mails: readonly CaughtMail[];
  readonly refused: Effort['refused'];
  readonly temporal: Client;
  /** What was really improved for patients. */
  readonly planted: Improvement | null;
}

/** Checks a finished run and sums it up. Reads only. */
export async function makeReport(evidence: Evidence): Promise<Report> {
  const { seed, from, wallSeconds, pool, journal, roadmap, people, refused, temporal } = evidence;
  const mails = evidence.mails.flatMap(toMails);
  const facts = await readFacts(pool, journal, roadmap, people);
  const tallies = await readTallies(pool);
  const to = await clock(pool);
  const histories = await countHistories(temporal, await workflowIds(pool));
  const zones = new Map(people.map((person) => [person.id, person.zone]));
  return {
    seed,
    from: new Date(from).toISOString(),
    to: to.toISOString(),
    wallSeconds: Math.round(wallSeconds * 10) / 10,
    workflows: tallies.workflows,
    events: histories.events,
    actions: { ...histories.actions, byKind: histories.byKind },
    ...(histories.lost === 0 ? {} : { lostHistories: histories.lost }),
    messages: {
      byState: tallies.messages,
      received: mails.length,
      redelivered: redelivered(mails, facts),
      late: tallies.lateMessages,
    },
    tasks: { byOutcome: tallies.tasks, late: tallies.lateTasks, escalated: tallies.escalated, refused },
    patients: await readPatients(evidence.reader, { ...evidence, now: to }),
    workload: await readWorkload(pool, roadmap, (person) => zones.get(person) ?? 'UTC'),
    digest: digestOf(await readRecord(pool)),
    broken: broken(mails, facts),
  };
}

async function workflowIds(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT workflow_id AS id FROM workflow_state ORDER BY 1',
  );
  return rows.map(({ id }) => id);
}

async function clock(pool: Pool): Promise<Date> {
  const { rows } = await pool.query<{ now: Date }>('SELECT now FROM clock WHERE id = 1');
  return rows[0]?.now ?? new Date(0);
}
