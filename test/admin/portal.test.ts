import { describe, expect, it, vi } from 'vitest';
import { ADMIN, administered, PATIENCE } from './world.ts';

const world = await administered();
const away = await world.serve('127.0.0.1:1');
const { pool, page, send, temporal } = world;

const stage = 'test:stage/minutes/trial-team/first-minutes/once';
const path = '/admin/workflows/stage/minutes/trial-team/first-minutes/once';

const log = async () =>
  (
    await pool.query<{ line: string; reason: string | null }>(
      `SELECT concat_ws(' ', a.email, e.via, e.action, e.subject, e.outcome) AS line, e.reason
         FROM audit_entry AS e LEFT JOIN administrator AS a ON a.id = e.actor
        WHERE e.action NOT LIKE 'administrator.%' ORDER BY e.id`,
    )
  ).rows;
const epoch = async () =>
  (await pool.query<{ epoch: number }>('SELECT epoch FROM workflow_state WHERE workflow_id = $1', [stage]))
    .rows[0]?.epoch;
const runs = async () => (await temporal.client.workflow.getHandle(stage).describe()).status.name;

describe('the overview', () => {
  it('names what runs, and what needs a look, with the way there', async () => {
    const text = await page('/admin');
    expect(text).toContain('minutes: 1 failed message that nobody has looked at.');
    expect(text).toMatch(/Roadmap one-year|Roadmap minutes|Roadmap .*\d+\.\d+\.\d+, plan version 1/);
    expect(text).toMatch(/Temporal \d+\.\d+\.\d+/);
    expect(text).toMatch(/Workers .*milepost \d+\.\d+\.\d+/);
    expect(text).not.toContain('No worker runs');
  });
});

describe('a message that failed', () => {
  const failed = async () =>
    (
      await pool.query<{ id: string; key: string; state: string; attempts: number; no_retry: boolean }>(
        `SELECT id, key, state, attempts, no_retry FROM outbox WHERE recipient = 'kim' ORDER BY created_at, key LIMIT 1`,
      )
    ).rows[0]!;

  it('is shown with the reason and a masked address, and is sent when it is asked for again', async () => {
    const { id, key } = await failed();
    const text = await page('/admin/messages');
    expect(text).toContain(`${key} To k…@minutes.example.`);
    expect(text).toContain('the mail server refused it for good; the mail server answered 550 5.7.1');
    expect(text).toContain('Whoever leads the program has a task to look at it');
    world.catcher.misbehave(null);
    expect(await send('/admin/messages', { act: 'resend', message: id })).toMatchObject({
      status: 303,
      to: '/admin/messages?said=done',
    });
    await vi.waitFor(async () => expect(await failed()).toMatchObject({ state: 'sent' }), PATIENCE);
    expect(
      world.catcher.mails(0).filter(({ to }) => String(to).includes('kim@minutes.example')),
    ).toHaveLength(1);
    expect((await log()).at(-1)).toEqual({
      line: `${ADMIN} portal message.resend ${key} done`,
      reason: null,
    });
  });

  it('is not sent twice, and one that has been sent is not offered', async () => {
    const { id } = await failed();
    const before = await log();
    const { status, text } = await send('/admin/messages', { act: 'resend', message: id });
    expect([status, text]).toEqual([409, expect.stringContaining('is not among those that failed any more')]);
    expect((await send('/admin/messages', { act: 'give_up', message: id })).status).toBe(409);
    expect(await log()).toEqual(before);
  });
});

describe('the tree of a program', () => {
  it('shows what each workflow waits for and when it fires, on both clocks', async () => {
    const text = await page('/admin/programs/two-teams');
    expect(text).toMatch(
      /program two-teams running starts \S+: \d{4}-\d\d-\d\d \d\d:\d\d UTC ?, which is .* in America\//,
    );
    expect(text).toMatch(/maple \d running, 0 ended, \d+ planned/);
    expect(text).not.toContain('Nothing runs for it in Temporal');
  });

  it('is searched by team, stage and state', async () => {
    const team = await page('/admin/programs/minutes?team=trial-team&stage=&state=running');
    expect(team).toContain('team trial-team running');
    expect(team).toMatch(/first-minutes once running .* Waits for people: \d tasks? open/);
    const planned = await page('/admin/programs/two-teams?stage=survey-cycle&state=planned&team=willow');
    expect(planned).toContain('survey-cycle M05 planned');
    expect(planned).not.toMatch(/council-\S+ M|journey-mapping once/);
    expect(await page('/admin/programs/minutes?state=amiss')).toContain('Nothing fits.');
  });

  it('names no person but by id, and shows nothing that somebody wrote', async () => {
    const all = [
      await page('/admin/programs/minutes'),
      await page(path),
      await page('/admin/messages?show=sent'),
    ].join(' ');
    expect(all).not.toMatch(/Kim Example|kim@minutes\.example|Say hello|word of welcome/);
    expect(all).toContain('k…@minutes.example');
  });

  it('says where Postgres has a workflow of which Temporal knows nothing', async () => {
    const gone = 'test:team/minutes/lost-team';
    await pool.query(
      `INSERT INTO workflow_state (workflow_id, program_id, team, type, status, updated_at)
       VALUES ($1, 'minutes', 'lost-team', 'teamRoadmapWorkflow', 'running', now() - interval '1 hour')`,
      [gone],
    );
    expect(await page('/admin/programs/minutes?team=lost-team')).toContain(
      'Nothing runs for it in Temporal.',
    );
    expect(await page('/admin/workflows/team/minutes/lost-team')).toContain(
      'Nothing runs for it in Temporal.',
    );
    await pool.query('DELETE FROM workflow_state WHERE workflow_id = $1', [gone]);
  });
});

describe('a workflow', () => {
  it('has a story in plain words, its events beside it, and a way into Temporal’s own UI', async () => {
    const text = await page(path);
    expect(text).toContain('Temporal runs it as Postgres has it.');
    expect(text).toMatch(/Turn 1: opened say-hello\/once/);
    expect(text).toMatch(/Sleeps until .* UTC, for: \w+ [\w-]+\/once/);
    expect(text).toContain('Started, in epoch 1.');
    expect(text).toContain('activityTaskScheduled commitStageTurn');
    const html = await (await fetch(`${world.url}${path}`, { headers: { Cookie: world.cookie } })).text();
    expect(html).toContain(
      `http://127.0.0.1:8233/namespaces/${temporal.namespace}/workflows/${encodeURIComponent(stage)}/`,
    );
  });

  it('is not ended without a reason', async () => {
    const { status, text } = await send(path, { act: 'terminate', reason: '  ' });
    expect(status).toBe(422);
    expect(text).toContain('Say why: the audit log keeps it.');
    expect(await runs()).toBe('RUNNING');
  });

  it('is ended with a reason that stands in the log and not in Temporal, and goes on where Postgres has it', async () => {
    const before = await epoch();
    expect(await send(path, { act: 'terminate', reason: 'it spins, says Robin' })).toMatchObject({
      status: 303,
      to: `${path}?said=terminated`,
    });
    expect(await runs()).toBe('TERMINATED');
    const ended = await page(path);
    expect(ended).toContain('Nothing runs for it in Temporal.');
    expect(ended).toMatch(/Was terminated: audit entry \d+\./);
    expect(ended).toContain('Why: it spins, says Robin');
    const history = await temporal.client.workflow.getHandle(stage).fetchHistory();
    expect(JSON.stringify(history)).not.toContain('spins');

    expect(await send(path, { act: 'restart' })).toMatchObject({ to: `${path}?said=started` });
    await vi.waitFor(async () => {
      expect(await epoch()).toBe((before ?? 0) + 1);
      expect(await page(path)).toMatch(
        /Started in epoch 2, from what Postgres keeps: goes on after turn \d+/,
      );
      expect(await page(path)).toContain('Temporal runs it as Postgres has it.');
    }, PATIENCE);
    const done = ['asked', 'done'].flatMap(
      (outcome) => `${ADMIN} portal workflow.terminate ${stage} ${outcome}`,
    );
    const lines = (await log()).map(({ line }) => line);
    expect(lines).toEqual(expect.arrayContaining(done));
    expect(await page('/admin/log')).toContain(`${ADMIN} ended the run of a workflow`);
  });

  it('is told to look again, and does', async () => {
    const turns = async () =>
      (
        await pool.query<{ hint: number; seen: number }>(
          'SELECT hint, seen_hint AS seen FROM workflow_state WHERE workflow_id = $1',
          [stage],
        )
      ).rows[0]!;
    // What it is told of by itself has been heard: else it is told that, and nothing more.
    const before = await vi.waitFor(async () => {
      const { hint, seen } = await turns();
      expect(seen).toBe(hint);
      return { hint };
    }, PATIENCE);
    expect((await send(path, { act: 'wake' })).to).toBe(`${path}?said=woken`);
    await vi.waitFor(async () => {
      const { hint, seen } = await turns();
      expect([hint, seen]).toEqual([before.hint + 1, before.hint + 1]);
    }, PATIENCE);
    expect(await page(path)).toContain('Was told to look at the plan again.');
  });

  it('shows what fails, with attempts and why, and tries it at once when asked', async () => {
    await pool.query(`
      CREATE FUNCTION refuse_turns() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no turn is taken here'; END $$;
      CREATE TRIGGER refuse_turns BEFORE UPDATE ON workflow_state FOR EACH ROW
        WHEN (NEW.version > OLD.version) EXECUTE FUNCTION refuse_turns()`);
    await send(path, { act: 'wake' });
    const shown = /commitStageTurn (?:waits|runs) Asked for .*?; attempt (\d+)/;
    const attempt = async () => Number(shown.exec(await page(path))?.[1]);
    await vi.waitFor(async () => expect(await attempt()).toBeGreaterThanOrEqual(6), PATIENCE);
    const text = await page(path);
    expect(text).toContain('Last failure: DatabaseError, no turn is taken here');
    expect(text).toContain('Try commitStageTurn now');

    const { pendingActivities } = (await temporal.client.workflow.getHandle(stage).describe()).raw;
    const activity = pendingActivities?.[0]?.activityId ?? '';
    expect((await send(path, { act: 'retry', activity })).to).toBe(`${path}?said=retried`);
    // Its attempts are counted anew.
    await vi.waitFor(async () => expect(await attempt()).toBeLessThan(6), PATIENCE);
    await pool.query('DROP TRIGGER refuse_turns ON workflow_state; DROP FUNCTION refuse_turns');
    await send(path, { act: 'retry', activity });
    await vi.waitFor(
      async () => expect(await page(path)).toContain('Asked for, and not done yet Nothing.'),
      PATIENCE,
    );
    expect((await send(path, { act: 'retry', activity })).to).toBe(`${path}?said=gone`);
    const [asked, came] = (await log()).slice(-2).map(({ line }) => line);
    expect([asked, came]).toEqual(
      ['asked', 'failed'].map((outcome) => `${ADMIN} portal workflow.retry ${stage} ${outcome}`),
    );
  });

  it('that nobody planned is not there', async () => {
    for (const other of ['/admin/workflows/team/minutes/nobody', '/admin/workflows/program/nowhere']) {
      expect((await fetch(`${world.url}${other}`, { headers: { Cookie: world.cookie } })).status).toBe(404);
      expect((await send(other, { act: 'wake' })).status).toBe(404);
    }
  });
});

describe('while Temporal is away', () => {
  it('says so, shows what Postgres knows, and does nothing', { timeout: 60_000 }, async () => {
    const get = async (there: string) =>
      (await fetch(`${away}${there}`, { headers: { Cookie: world.cookie } })).text();
    expect(await get('/admin')).toContain('Temporal does not answer: until it is back nothing opens');
    expect(await get('/admin/programs/minutes?team=trial-team')).toMatch(
      /Temporal does not answer.*first-minutes once/s,
    );
    expect(await get(path)).toMatch(/Temporal does not answer.*opens advisor-word|Temporal does not answer/s);
    const answer = await fetch(`${away}${path}`, {
      method: 'POST',
      headers: { Cookie: world.cookie, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ act: 'terminate', reason: 'to see' }),
    });
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('What you asked for was not done.');
    expect(await runs()).toBe('RUNNING');
  });
});

describe('who is signed in', () => {
  it('is counted and listed, and every sign-in of an address ends at once', async () => {
    const [one, other] = [
      await world.cookieOf('kim@minutes.example'),
      await world.cookieOf('kim@minutes.example'),
    ];
    const me = (cookie: string) => fetch(`${world.url}/me`, { headers: { Cookie: cookie } });
    expect([(await me(one)).status, (await me(other)).status]).toEqual([200, 200]);
    const text = await page('/admin/people');
    expect(text).toContain(`${ADMIN}, since`);
    expect(text).toContain('3 sign-ins of 2 addresses');
    expect(text).toMatch(/k…@minutes\.example 2 sign-ins, last seen .*; in minutes\./);
    expect(text).toMatch(/minutes Leads the program 1 .*Members of teams 1/);
    const { rows } = await pool.query<{ id: string }>(
      `SELECT id FROM session WHERE email = 'kim@minutes.example' LIMIT 1`,
    );
    expect((await send('/admin/people', { session: rows[0]!.id })).to).toBe('/admin/people?said=2');
    expect([(await me(one)).status, (await me(other)).status]).toEqual([401, 401]);
    expect((await log()).at(-1)?.line).toBe(`${ADMIN} portal sessions.end ${rows[0]!.id} done`);
  });
});

it('nobody else finds any of it', async () => {
  const kim = await world.cookieOf('kim@minutes.example');
  for (const there of [
    '/admin',
    '/admin/programs/minutes',
    path,
    '/admin/messages',
    '/admin/people',
    '/admin/log',
  ]) {
    expect((await fetch(`${world.url}${there}`, { headers: { Cookie: kim } })).status, there).toBe(404);
    expect((await fetch(`${world.url}${there}`)).status, there).toBe(401);
  }
});

it('nothing went wrong that the log of the portal would know of', () => expect(world.log).toEqual([]));
