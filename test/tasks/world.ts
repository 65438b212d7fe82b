import { Hono, type MiddlewareHandler } from 'hono';
import { afterAll } from 'vitest';
import { keepTaskLinks } from '../../src/adapters/db/task-link-store.ts';
import { hashOf, newSecret } from '../../src/client/secrets.ts';
import { databaseIsAway } from '../../src/connect/away.ts';
import { openTaskDrafts } from '../../src/connect/task-drafts.ts';
import { sessionWhenNeeded } from '../../src/connect/when-needed.ts';
import type { Language } from '../../src/domain/language.ts';
import { openPlaces } from '../../src/portal/door/places.ts';
import { keptPlans } from '../../src/portal/feed/plans.ts';
import type { PortalEnv } from '../../src/portal/http/types.ts';
import { listen } from '../../src/portal/server.ts';
import { openProgramChanges } from '../../src/portal/changes/changes.ts';
import { openPrograms } from '../../src/portal/programs/programs.ts';
import { openBoards } from '../../src/portal/team/boards.ts';
import { openTasks } from '../../src/portal/tasks/tasks.ts';
import { openReader } from '../../src/read/connection.ts';
import { taskDetail } from '../../src/read/task-detail.ts';
import { answerFor } from '../../src/rehearsal/answers.ts';
import { testEngine } from '../harness/engine.ts';
import { testPortal } from '../portal-pure/portal.ts';
import { stepThrough } from '../harness/step-through.ts';

export const PROGRAM = 'two-teams';

/** The program of examples/two-teams.yaml, under way on a real engine until `until`: what fell due before is done. */
export async function underWay(until: string) {
  const engine = await testEngine('stepped');
  const { session, pool, database, temporal } = engine;
  const reader = openReader(database.url);
  const end = Date.parse(until);
  // People are behind by three days, so that something is always left to do.
  const kept = end - 3 * 24 * 60 * 60_000;
  const { now: begin } = await engine.launch('examples/two-teams.yaml');
  await setClock(begin);
  await stepThrough({ session, pool }, { from: begin, until: end, atEach: completeWhatIsDue });
  await setClock(end);

  async function setClock(at: number): Promise<void> {
    await pool.query(
      'INSERT INTO clock (id, tick, now) VALUES (1, 1, $1) ON CONFLICT (id) DO UPDATE SET now = excluded.now',
      [new Date(at)],
    );
  }

  async function completeWhatIsDue(now: number): Promise<boolean> {
    const { rows } = await pool.query<{ key: string; owner: string }>(
      `SELECT key, owner FROM task WHERE closed_at IS NULL AND kind <> 'gate' AND due_at <= $1 AND due_at < $2`,
      [new Date(now), new Date(kept)],
    );
    for (const { key, owner } of rows) {
      const detail = await taskDetail(reader, key);
      const answer = answerFor(detail?.fields ?? [], now, () => 0.5);
      const evidence = detail?.evidence === 'required' ? ['https://clinic.example/notes'] : [];
      await session.complete({ id: `world-${key}`, task: key, by: owner, answer, evidence, now });
    }
    return rows.length > 0;
  }

  /** The portal on this program; `temporalAddress` is where it looks for the workflows. */
  async function serve(temporalAddress: string) {
    const tasksSession = sessionWhenNeeded({
      databaseUrl: database.url,
      temporalAddress,
      namespace: temporal.namespace,
      taskQueue: temporal.taskQueue,
      realm: 'test',
      clock: 'stepped',
      spreadMs: 0,
    });
    const drafts = openTaskDrafts(database.url);
    const planOf = keptPlans(reader);
    const tasks = openTasks({ reader, planOf, session: tasksSession, drafts, isAway: databaseIsAway });
    const log: object[] = [];
    const note = (facts: object) => log.push(facts);
    // A clock by which a limit has always had time to rest.
    let seconds = 0;
    const rested = () => (seconds += 1) * 1_000;
    const { app: portal } = testPortal(
      {
        tasks,
        places: openPlaces(reader, planOf),
        boards: openBoards(reader, planOf),
        programs: openPrograms(reader, planOf),
        changes: openProgramChanges({ reader, planOf, session: tasksSession, isAway: databaseIsAway }),
        isAway: databaseIsAway,
        log: { info: note, error: note },
        now: rested,
      },
      { publicUrl: 'http://127.0.0.1' },
    );
    const app = new Hono<PortalEnv>();
    app.use(viewerByCookie);
    app.route('/', portal);
    const listening = await listen(app, { host: '127.0.0.1', port: 0 });
    afterAll(async () => {
      await listening.stop();
      await Promise.all([drafts.close(), tasksSession.close()]);
    });
    return { url: listening.url, log };
  }

  /** In the place of a door: a cookie names who looks. */
  const viewerByCookie: MiddlewareHandler<PortalEnv> = async (c, next) => {
    const person = /\bas=([a-z-]+)/.exec(c.req.header('Cookie') ?? '')?.[1];
    const { rows } = await pool.query<{ language: Language }>(
      'SELECT language FROM person WHERE program_id = $1 AND id = $2',
      [PROGRAM, person],
    );
    const [found] = rows;
    if (found !== undefined && person !== undefined) {
      c.set('viewer', { entries: [{ program: PROGRAM, person }], language: found.language });
    }
    await next();
  };
  const portal = await serve(temporal.address);
  afterAll(() => reader.close());

  return {
    ...engine,
    ...portal,
    serve,
    now: end,
    /** The path of a link as a mail would carry it. */
    async linkFor(task: string, person: string): Promise<string> {
      const secret = newSecret();
      await keepTaskLinks(pool, [{ program: PROGRAM, task, person, hash: hashOf(secret) }]);
      return `/t/${secret}`;
    },
    openTasksOf: async (person: string) =>
      (
        await pool.query<{ key: string; step: string; kind: string; volunteer: boolean }>(
          'SELECT key, step, kind, volunteer FROM task WHERE owner = $1 AND closed_at IS NULL ORDER BY due_at, key',
          [person],
        )
      ).rows,
  };
}
