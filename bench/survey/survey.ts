import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { launchStore } from '../../src/adapters/db/launch-store.ts';
import { createPool, type Pool } from '../../src/adapters/db/pool.ts';
import { hashOf } from '../../src/client/secrets.ts';
import { migrateDatabase } from '../../src/connect/database.ts';
import { openSurveyStore } from '../../src/connect/surveys.ts';
import { openKeeper, type Keeper } from '../../src/embedded/keeper.ts';
import { freePort } from '../../src/embedded/ports.ts';
import { startPostgres, type RunningPostgres } from '../../src/embedded/postgres.ts';
import { untilReady } from '../../src/embedded/until-ready.ts';
import { planContext, resolvePeople } from '../../src/plan/index.ts';
import { loadRoadmap } from '../../src/roadmap/load.ts';
import { CODE_BYTES, codeOf } from '../../src/survey/codes.ts';
import { BATCH } from '../../src/survey/spool.ts';
import { manyTeams } from '../change/program.ts';
import { latenesses, machine, round } from '../report.ts';
import { type Sent, submitAll } from './patients.ts';

export interface SurveyOptions {
  readonly seconds: number;
  readonly perSecond: number;
  readonly say: (text: string) => void;
}

export interface SurveyReport {
  readonly case: 'survey';
  readonly machine: string;
  /** Forms that patients sent; one in twenty pressed twice at once. */
  readonly sent: number;
  /** Of those, how many were thanked in the end. */
  readonly accepted: number;
  /** Thanked, and nowhere to be found. */
  readonly lost: number;
  /** Found more than once. */
  readonly doubled: number;
  /** From the moment at which it was to be sent, outside the outage. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly seconds: number;
  readonly perSecond: number;
  readonly outage: {
    /** From the order to stop until Postgres takes connections again. */
    readonly seconds: number;
    /** Forms that were under way at some moment of it. */
    readonly forms: number;
    /** The slowest of those that were answered at the first press. */
    readonly slowestMs: number;
    /** How many were told to press again. */
    readonly told: number;
  };
  /** Forms that had come to rest when all was sent, and those that wait for others of their team. */
  readonly atRest: number;
  readonly waiting: number;
}

const TEAMS = 100;
const WARM_UP = 300;
const DATABASE = 'survey';
const milepost = fileURLToPath(new URL('../../bin/milepost.js', import.meta.url));

/** Patients send forms to a real portal at an even pace, whatever it answers; Postgres is restarted in the middle. */
export async function survey({ seconds, perSecond, say }: SurveyOptions): Promise<SurveyReport> {
  const dir = await mkdtemp(join(tmpdir(), 'milepost-bench-'));
  const keeper = openKeeper();
  keeper.atEnd({ remove: [dir] });
  const at = { dir, logDir: join(dir, 'logs') };
  try {
    say('Starting Postgres');
    const postgres = await startPostgres(keeper, at);
    const databaseUrl = postgres.url(DATABASE);
    await migrateDatabase(databaseUrl);
    const program = await launch(databaseUrl);
    const codes = await makeCards(databaseUrl, program, seconds * perSecond + WARM_UP);
    say('Starting the portal');
    const url = await startPortal(keeper, at.logDir, databaseUrl);
    await submitAll({ url, codes: codes.slice(0, WARM_UP), name: 'first', perSecond });

    say(`${seconds * perSecond} forms in ${seconds} s`);
    const sending = submitAll({ url, codes: codes.slice(WARM_UP), name: 'form', perSecond });
    await pause((seconds * 1_000) / 2);
    const outage = await restart(keeper, at, postgres);
    const sent = await sending;
    say('Counting');
    return await report({ seconds, perSecond, databaseUrl, sent, outage });
  } finally {
    await keeper.stop();
  }
}

interface Outage {
  readonly from: number;
  readonly until: number;
}

async function restart(
  keeper: Keeper,
  at: { readonly dir: string; readonly logDir: string },
  { port, child }: RunningPostgres,
): Promise<Outage> {
  const from = performance.now();
  await child.stop();
  const again = await startPostgres(keeper, { ...at, port });
  if (again.port !== port) throw new Error('Postgres came back on another port');
  return { from, until: performance.now() };
}

/** A program of many teams, without its plan, which no form needs. Comments are on: each form says which it is. */
async function launch(databaseUrl: string): Promise<string> {
  const program = {
    ...manyTeams(TEAMS),
    survey: {
      instrument: 'monthly-pulse',
      comments: {
        reader: 'org-1-leader',
        protocol: 'None: this is a measurement.',
        urgent: [{ label: { en: 'Nobody', es: 'Nadie' }, phone: '555-0100' }],
      },
    },
  };
  const roadmap = loadRoadmap(program.roadmap);
  const pool = createPool(databaseUrl, { max: 1 });
  try {
    await launchStore(pool).insert(
      {
        program,
        roadmap,
        plan: { tzdata: 'none', periods: [], stages: [], steps: [], messages: [] } as never,
        people: resolvePeople(planContext(program, roadmap)),
        now: Date.parse(`${program.launch}T05:00:00Z`),
        launchAt: null,
      },
      { workflowId: `bench:program/${program.id}`, clock: 'real' },
    );
  } finally {
    await pool.end();
  }
  return program.id;
}

/** Cards of all teams in turn. */
async function makeCards(databaseUrl: string, program: string, count: number): Promise<readonly string[]> {
  const store = openSurveyStore(databaseUrl);
  try {
    const codes = Array.from({ length: count }, () => codeOf(randomBytes(CODE_BYTES)));
    for (let team = 0; team < TEAMS; team += 1) {
      const hashes = codes.filter((_, i) => i % TEAMS === team).map(hashOf);
      await store.make({ program, team: `team-${team + 1}`, month: 'M00', hashes, by: null });
    }
    return codes;
  } finally {
    await store.close();
  }
}

async function startPortal(keeper: Keeper, logDir: string, databaseUrl: string): Promise<string> {
  const port = await freePort();
  const portal = await keeper.start('portal', {
    command: process.execPath,
    args: [milepost, 'portal'],
    env: {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      MILEPOST_PORTAL_PORT: String(port),
    },
    stopSignal: 'SIGTERM',
    graceMs: 15_000,
    logFile: join(logDir, 'portal.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(portal, () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return url;
}

async function report({
  seconds,
  perSecond,
  databaseUrl,
  sent,
  outage,
}: {
  readonly seconds: number;
  readonly perSecond: number;
  readonly databaseUrl: string;
  readonly sent: readonly Sent[];
  readonly outage: Outage;
}): Promise<SurveyReport> {
  const pool = createPool(databaseUrl, { max: 1 });
  try {
    const { waiting, found } = await settled(pool);
    const accepted = sent.filter(({ thanked }) => thanked);
    const inside = sent.filter(({ due, answered }) => due < outage.until && answered > outage.from);
    const outside = sent.filter((each) => !inside.includes(each)).map(({ due, answered }) => answered - due);
    const slow = inside.filter(({ told }) => !told).map(({ due, answered }) => answered - due);
    return {
      case: 'survey',
      machine: machine(),
      sent: sent.length,
      accepted: accepted.length,
      lost: accepted.filter(({ mark }) => !found.has(mark)).length,
      doubled: sent.filter(({ mark }) => (found.get(mark) ?? 0) > 1).length,
      latencyMs: latenesses(outside, 0),
      seconds,
      perSecond,
      outage: {
        seconds: round((outage.until - outage.from) / 1_000, 2),
        forms: inside.length,
        slowestMs: round(Math.max(0, ...slow)),
        told: sent.filter(({ told }) => told).length,
      },
      atRest: [...found.values()].reduce((sum, n) => sum + n, 0) - waiting,
      waiting,
    };
  } finally {
    await pool.end();
  }
}

/** By the mark in its comment, how often each form is there, once nothing moves any more. */
async function settled(pool: Pool): Promise<{ waiting: number; found: ReadonlyMap<string, number> }> {
  for (;;) {
    const { rows } = await pool.query<{ ready: number; waiting: number }>(
      `SELECT count(*) FILTER (WHERE n >= $1)::int AS ready, coalesce(sum(n), 0)::int AS waiting
         FROM (SELECT count(*) AS n FROM survey_spool GROUP BY program_id, team) AS t`,
      [BATCH],
    );
    if (rows[0]?.ready !== 0) {
      await pause(200);
      continue;
    }
    const { rows: marks } = await pool.query<{ mark: string; times: number }>(
      `SELECT mark, count(*) AS times
         FROM (SELECT text AS mark FROM survey_comment UNION ALL SELECT comment ->> 'text' FROM survey_spool) AS m
        GROUP BY mark`,
    );
    return { waiting: rows[0].waiting, found: new Map(marks.map(({ mark, times }) => [mark, times])) };
  }
}

/** For people; the same figures as the JSON. */
export function surveyText(report: SurveyReport): string {
  const { sent, accepted, lost, doubled, latencyMs, outage } = report;
  return [
    `survey on ${report.machine}`,
    `  ${sent} forms, ${report.perSecond} a second for ${report.seconds} s; ${accepted} taken, ${lost} lost, ${doubled} doubled`,
    `  answered after p50 ${latencyMs.p50} ms, p99 ${latencyMs.p99} ms, at most ${latencyMs.max} ms, outside the outage`,
    `  Postgres was away for ${outage.seconds} s: ${outage.forms} forms were under way, the slowest took ${outage.slowestMs} ms; ${outage.told} were told to press again`,
    `  ${report.atRest} have come to rest, ${report.waiting} wait for others of their team`,
  ].join('\n');
}
