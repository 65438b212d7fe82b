import packageJson from '../../../package.json' with { type: 'json' };
import type { Desk } from '../../client/desk.ts';
import { CommandError } from '../../client/types.ts';
import type { Care } from '../../connect/care.ts';
import type { SessionWhenNeeded } from '../../connect/when-needed.ts';
import { partOf } from '../../domain/standings.ts';
import { roles, type Role } from '../../domain/roles.ts';
import type { PlanContext } from '../../plan/index.ts';
import { appliedMigrations } from '../../read/applied-migrations.ts';
import { audited } from '../../read/audit.ts';
import type { Reader } from '../../read/connection.ts';
import { deliveries, deliveryCounts } from '../../read/deliveries.ts';
import { outboxSummary } from '../../read/outbox-summary.ts';
import { programTime } from '../../read/program-time.ts';
import { programs } from '../../read/programs.ts';
import { recoveryNotes } from '../../read/recovery-events.ts';
import { administrators, signedIn, signInCounts } from '../../read/signed-in.ts';
import {
  programFlows,
  stageIds,
  teamFlows,
  workflows,
  type WorkflowShown,
} from '../../read/workflow-tree.ts';
import { planNow, type PlanOf } from '../feed/plans.ts';
import type { WorkflowAddress } from './address.ts';
import type { Administration, TreeRow, WorkflowAct } from './port.ts';

export interface AdministrationOptions {
  readonly reader: Reader;
  readonly planOf: PlanOf;
  readonly session: Pick<SessionWhenNeeded, 'use'>;
  readonly desk: Desk;
  /** Of Temporal’s own UI and the namespace in it; null where its address is not known. */
  readonly ui: { readonly url: URL; readonly namespace: string } | null;
}

/** Workflows, messages, sign-ins and lines of the log on one page. */
const ROWS = 40;
/** A page does without Temporal rather than wait longer for it. */
const PATIENCE_MS = 4_000;
/** What Temporal lists may be a moment behind. */
const LAG_MS = 15_000;

/** What whoever runs the system sees and does, out of Postgres and Temporal. */
export function openAdministration(options: AdministrationOptions): Administration {
  const { reader, planOf, session, desk, ui } = options;

  /** null where Temporal does not answer: what Postgres knows is shown all the same. */
  async function fromTemporal<T>(ask: (care: Care) => Promise<T>): Promise<T | null> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, null);
    });
    const asked = session
      .use(({ care }) => ask(care))
      .catch((error: unknown): null => {
        if (error instanceof CommandError && error.code === 'unavailable') return null;
        throw error;
      });
    try {
      return await Promise.race([asked, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Nobody waits long to hear that nothing can be done; what has begun takes its time, and may outlast our patience. */
  async function isThere(work: () => Promise<string>): Promise<string> {
    if ((await fromTemporal(() => Promise.resolve(true))) === null) return 'away';
    try {
      return await work();
    } catch (error) {
      if (error instanceof CommandError && error.code === 'unavailable') return 'unsure';
      throw error;
    }
  }

  async function rowOf({ program, team, stage, occurrence }: WorkflowAddress): Promise<WorkflowShown | null> {
    const exact = { occurrence };
    const found = await workflows(reader, program, { team, stage: stage ?? undefined, exact, limit: 1 });
    return found.rows[0] ?? null;
  }

  return {
    async overview() {
      const [engine, all, flows, counts, notes, versions] = await Promise.all([
        fromTemporal((care) => care.engine()),
        programs(reader),
        programFlows(reader),
        deliveryCounts(reader),
        recoveryNotes(reader, null),
        versionsOf(reader),
      ]);
      const shown =
        engine === null
          ? null
          : { serverVersion: engine.serverVersion, workers: engine.pollers, sweep: engine.sweep };
      return { now: new Date(), engine: shown, programs: all, flows, deliveries: counts, notes, versions };
    },

    async program(id, filter) {
      const [program] = await programs(reader, id);
      if (program === undefined) return null;
      const { team, stage, state, page } = filter;
      // Without a search, what belongs to the whole program; its teams stand beside it.
      const within = team === undefined && stage === undefined && state === undefined ? 'all' : team;
      const [{ now }, teams, stages, found, running] = await Promise.all([
        programTime(reader),
        teamFlows(reader, id),
        stageIds(reader, id),
        workflows(reader, id, { team: within, stage, state, limit: ROWS, offset: page * ROWS }),
        fromTemporal((care) => care.running(id)),
      ]);
      const there = running === null ? null : new Set(running);
      const rows = found.rows.map((row): TreeRow => ({ ...row, differs: differs(row, there) }));
      return { program, now, teams, stages, rows, more: found.more, filter, held: there !== null };
    },

    async workflow(address, older) {
      const [[program], row] = await Promise.all([programs(reader, address.program), rowOf(address)]);
      if (program === undefined || row === null) return null;
      const { workflowId } = row;
      const common = { address, zone: program.zone, row };
      if (workflowId === null) return { ...common, engine: null, away: false, ui: null, log: [] };
      const [looked, log] = await Promise.all([
        fromTemporal((care) => care.look(workflowId, older)),
        audited(reader, { subject: workflowId, limit: 10 }),
      ]);
      const history = looked?.history ?? null;
      const run = looked?.run ?? null;
      const engine =
        looked === null
          ? null
          : {
              verdict: looked.verdict,
              run,
              story: history?.story ?? [],
              events: history?.events ?? [],
              older: history?.older ?? null,
            };
      return { ...common, engine, away: looked === null, ui: uiOf(ui, workflowId, run?.runId), log };
    },

    knows: async (address) => (await rowOf(address)) !== null,

    async act(address, act, by) {
      const { workflowId } = (await rowOf(address)) ?? { workflowId: null };
      if (workflowId === null) return null;
      const { program } = address;
      const reason = act.kind === 'terminate' ? act.reason : null;
      const done = (care: Care): Promise<string> => carryOut(care, act, { by, workflowId, program, reason });
      return isThere(() => session.use(({ care }) => done(care)));
    },

    sweep: (by) =>
      isThere(async () => {
        await session.use(({ care }) => care.sweep(by));
        return 'sweeping';
      }),

    async messages(show, program, page) {
      const [all, summary, found] = await Promise.all([
        programs(reader),
        outboxSummary(reader, program ?? undefined),
        deliveries(reader, { show, program: program ?? undefined, limit: ROWS, offset: page * ROWS }),
      ]);
      const ids = all.map(({ id }) => id);
      return { show, program, page, programs: ids, counts: summary.states, ...found };
    },

    mend: (kind, message, reason, by) =>
      kind === 'resend' ? desk.resend({ by, message, reason }) : desk.giveUp({ by, message, reason }),

    async people(page) {
      const [own, sessions, rows, all] = await Promise.all([
        administrators(reader),
        signInCounts(reader),
        signedIn(reader, ROWS, page * ROWS),
        programs(reader),
      ]);
      const plans = await Promise.all(all.map(({ id }) => planNow(reader, planOf, id)));
      return {
        administrators: own,
        sessions,
        rows: rows.slice(0, ROWS),
        more: rows.length > ROWS,
        page,
        roles: plans.flatMap((plan) => (plan === null ? [] : [rolesIn(plan.program)])),
      };
    },

    endSignIns: (id, by) => desk.endSignIns(id, by),

    async log(before) {
      const rows = await audited(reader, { ...(before === null ? {} : { before }), limit: ROWS });
      return { rows: rows.slice(0, ROWS), more: rows.length > ROWS };
    },
  };
}

async function carryOut(care: Care, act: WorkflowAct, who: Parameters<Care['wake']>[0]): Promise<string> {
  switch (act.kind) {
    case 'retry':
      return (await care.retry(who, act.activity)) ? 'retried' : 'gone';
    case 'wake':
      return (await care.wake(who)) ? 'woken' : 'not-running';
    case 'restart':
      return (await care.restart(who)) ?? 'busy';
    case 'terminate':
      return (await care.terminate(who)) ? 'terminated' : 'not-running';
  }
}

function differs(row: WorkflowShown, there: ReadonlySet<string> | null): TreeRow['differs'] {
  const { workflowId, status, updatedAt } = row;
  if (there === null || workflowId === null) return null;
  if (updatedAt !== null && Date.now() - updatedAt.getTime() < LAG_MS) return null;
  if (status === 'ended') return there.has(workflowId) ? 'still runs' : null;
  return there.has(workflowId) ? null : 'nothing runs';
}

function uiOf(ui: AdministrationOptions['ui'], workflowId: string, run: string | undefined): string | null {
  if (ui === null) return null;
  const path = [
    'namespaces',
    ui.namespace,
    'workflows',
    workflowId,
    ...(run === undefined ? [] : [run, 'history']),
  ];
  const base = ui.url.href.replace(/\/$/, '');
  return `${base}/${path.map(encodeURIComponent).join('/')}`;
}

async function versionsOf(reader: Reader) {
  const [[server], migrations] = await Promise.all([
    reader.rows<{ version: string }>(`SELECT current_setting('server_version') AS version`),
    appliedMigrations(reader),
  ]);
  return {
    milepost: packageJson.version,
    postgres: server?.version ?? '',
    migration: migrations?.at(-1)?.name ?? null,
  };
}

/** How many people have each role; who has one in several teams counts once. */
function rolesIn(program: PlanContext['program']) {
  const people = new Set([
    program.lead,
    ...program.organizations.flatMap(({ leaders }) => leaders),
    ...program.clinics.flatMap(({ leaders }) => leaders),
    ...program.teams.flatMap(({ lead, members, staff, advisors, peerProviders }) => [
      lead,
      ...members,
      ...staff,
      ...advisors.map(({ person }) => person),
      ...peerProviders,
    ]),
  ]);
  const held = [...people].map(
    (person) => new Set(partOf(program, person, null).standings.map(({ role }) => role)),
  );
  const count = (role: Role): number => held.filter((own) => own.has(role)).length;
  const counts = Object.fromEntries(roles.map((role) => [role, count(role)])) as Record<Role, number>;
  return { program: program.id, counts };
}
