import ICAL from 'ical.js';
import { afterAll, describe, expect, it } from 'vitest';
import { openFeeds } from '../../src/connect/feeds.ts';
import { openCalendars } from '../../src/portal/feed/calendars.ts';
import { openReader } from '../../src/read/connection.ts';
import { answerFor } from '../../src/rehearsal/answers.ts';
import { assigneesOf } from '../../src/plan/audience.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { isZone } from '../../src/plan/index.ts';
import type { PlannedStep } from '../../src/plan/types.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';
import { readEvents } from './calendar-file.ts';

/** Invented example data; see examples/two-teams.yaml. Forty-five days after its launch. */
const DAY = 86_400_000;
const engine = await testEngine('stepped');
const { pool, session } = engine;
const { program, plan } = await engine.launch('examples/two-teams.yaml');
let now = Date.parse(plan.periods[0]!.startUtc) + 45 * DAY;
await pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
await stepThrough(engine, { until: now });

const { roadmap } = loadProgram('examples/two-teams.yaml', { isZone }).roadmap;
const reader = openReader(engine.database.url);
const feeds = openFeeds(engine.database.url);
const calendars = openCalendars(reader, 'clinic.example');
afterAll(() => Promise.all([reader.close(), feeds.close()]));

const secrets = new Map<string, string>();
async function textOf(person: string): Promise<string> {
  if (!secrets.has(person)) {
    const made = await feeds.make(program.id, person);
    if (typeof made === 'string') throw new Error(made);
    secrets.set(person, made.secret);
  }
  return (await calendars.find(secrets.get(person)!))!.text();
}
const eventsOf = async (person: string) => readEvents(await textOf(person));
const stamp = (at: Date | string | number) => new Date(at).toISOString().replace(/[-:]|\.000/g, '');

async function changed(wish: Parameters<typeof session.changes.preview>[0]['wish']): Promise<void> {
  const { id, radius } = await session.changes.preview({ program: program.id, by: program.lead, wish });
  expect(radius.problems).toEqual([]);
  await session.changes.apply({ change: id!, by: program.lead });
  await stepThrough(engine, { until: now });
}

interface Theirs {
  key: string;
  team: string;
  step: string;
  occurrence: string;
  due_at: Date;
  kind: string;
}
const openTasksOf = async (person: string) =>
  (
    await pool.query<Theirs>(
      `SELECT key, team, step, occurrence, due_at, kind FROM task
        WHERE owner = $1 AND kind <> 'gate' AND status IN ('assigned', 'overdue', 'escalated') ORDER BY due_at, key`,
      [person],
    )
  ).rows;

describe('a person’s calendar', () => {
  it('has every open task of theirs, and every dated step ahead that will be one', async () => {
    const { rows } = await pool.query<{ planned: PlannedStep; opened: boolean }>(
      `SELECT planned, EXISTS (SELECT FROM event e
                                WHERE e.key = concat_ws('/', s.program_id, s.team, s.step, s.occurrence)
                                  AND e.type = 'step.opened') AS opened
         FROM plan_step s WHERE until_version IS NULL AND due_at IS NOT NULL`,
    );
    for (const person of ['greta-lind', 'dana-whitfield', 'omar-field', 'rosa-almendro', 'june-rivers']) {
      const ahead = rows.filter(({ planned, opened }) => {
        const step = roadmap.steps.find(({ id }) => id === planned.id)!;
        if (opened || ['automatic', 'gate'].includes(step.kind)) return false;
        const people = assigneesOf(program, step, planned.team).map((each) => each.person);
        const together = step.assign === 'each' || ['event', 'meeting'].includes(step.kind);
        return together ? people.includes(person) : people[0] === person;
      });
      const events = await eventsOf(person);
      const open = await openTasksOf(person);
      expect(ahead.length, person).toBeGreaterThan(5);
      const invited = await pool.query(
        `SELECT FROM task WHERE $1 = ANY(eligible) AND owner <> $1 AND kind IN ('event', 'meeting')
            AND status IN ('assigned', 'overdue', 'escalated')`,
        [person],
      );
      const done = await pool.query(`SELECT FROM task WHERE status = 'completed' AND owner = $1`, [person]);
      expect(events.length, person).toBe(
        ahead.length + open.length + (invited.rowCount ?? 0) + (done.rowCount ?? 0),
      );
      const moments = new Set(events.flatMap(({ begins, ends }) => [begins, ends]));
      for (const { planned } of ahead) expect(moments).toContain(stamp(planned.dates!.due.utc));
      for (const { due_at } of open) expect(moments).toContain(stamp(due_at));
    }
  });

  it('is in UTC, each event once, in the order of time', async () => {
    const text = await textOf('greta-lind');
    expect(text).not.toMatch(/TZID|VTODO/);
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR$/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const events = readEvents(text);
    // Another reader than ours finds the same.
    const read = new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent');
    expect(read.map((event) => event.getFirstPropertyValue('uid'))).toEqual(events.map(({ uid }) => uid));
    for (const { begins, ends } of events) expect(`${begins} ${ends}`).toMatch(/^(\d{8}T\d{6}Z ?){2}$/);
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
    const begins = events.map((event) => event.begins);
    expect(begins).toEqual(begins.toSorted());
  });

  it('names nobody: neither others nor their own name, no address, nothing that was written', async () => {
    for (const { id } of program.people) {
      const text = (await textOf(id)).replace(/\r\n[ \t]/g, '');
      for (const { name, email } of program.people) {
        expect(text).not.toContain(name);
        expect(text).not.toContain(email);
      }
      expect(text).not.toMatch(/ATTENDEE|ORGANIZER|mailto:/);
    }
  });

  it('speaks their language, and says the month that a task is about', async () => {
    const english = (await eventsOf('greta-lind')).map(({ summary }) => summary);
    expect(english.some((title) => /^Due: .+ \(\w+ 2027\)$/.test(title))).toBe(true);
    const spanish = await eventsOf('ana-ruedas');
    expect(spanish.length).toBeGreaterThan(5);
    for (const { summary } of spanish) expect(summary).not.toMatch(/^Due:/);
    expect(spanish.some(({ summary }) => summary.startsWith('Fecha límite: '))).toBe(true);
  });

  it('takes up time where people meet, and only marks what is due', async () => {
    const events = await eventsOf('greta-lind');
    expect(
      new Set(events.filter(({ summary }) => summary.startsWith('Due:')).map(({ busy }) => busy)),
    ).toEqual(new Set([false]));
    expect(events.some(({ busy }) => busy)).toBe(true);
  });

  it('is the same text, with the same tag, as long as nothing changes', async () => {
    await textOf('greta-lind');
    const [one, other] = await Promise.all([1, 2].map(() => calendars.find(secrets.get('greta-lind')!)));
    expect(one!.etag).toBe(other!.etag);
    expect(one!.modified).toEqual(other!.modified);
    expect(one!.text()).toBe(other!.text());
  });
});

describe('what changes in the program', () => {
  it('a shifted date moves its event, which stays the same event', async () => {
    const before = new Map((await eventsOf('greta-lind')).map((event) => [event.uid, event]));
    const others = await textOf('noor-banks');
    const tagOf = async () => (await calendars.find(secrets.get('greta-lind')!))!.etag;
    const tag = await tagOf();
    await changed({ kind: 'shift', scope: { team: 'maple', stage: 'survey-cycle' }, days: 14 });
    const after = await eventsOf('greta-lind');
    expect(new Set(after.map(({ uid }) => uid))).toEqual(new Set(before.keys()));
    const moved = after.filter(({ uid, begins }) => before.get(uid)!.begins !== begins);
    expect(moved.length).toBeGreaterThan(10);
    for (const event of moved) {
      expect(event.begins > before.get(event.uid)!.begins).toBe(true);
      expect(event.sequence).toBeGreaterThan(before.get(event.uid)!.sequence);
    }
    for (const event of after.filter((each) => !moved.includes(each))) {
      expect(event.sequence).toBe(before.get(event.uid)!.sequence);
    }
    expect(await tagOf()).not.toBe(tag);
    expect(await textOf('noor-banks')).toBe(others);
  });

  it('a skipped step disappears, ahead or open', async () => {
    const before = await eventsOf('noor-banks');
    const [open] = (await openTasksOf('noor-banks')).filter(({ team }) => team === 'willow');
    await changed({
      kind: 'skip',
      scope: { team: 'willow', step: open!.step, occurrence: open!.occurrence },
    });
    await changed({ kind: 'skip', scope: { team: 'willow', stage: 'survey-cycle', occurrence: 'M07' } });
    const after = new Set((await eventsOf('noor-banks')).map(({ uid }) => uid));
    const gone = before.filter(({ uid }) => !after.has(uid));
    expect(gone.map(({ begins, ends }) => [begins, ends]).flat()).toContain(stamp(open!.due_at));
    expect(gone.length).toBeGreaterThan(2);
    expect(after.size).toBe(before.length - gone.length);
  });

  it('a completed task stays with a mark, and leaves ninety days after its date; a waived one leaves at once', async () => {
    const before = await eventsOf('greta-lind');
    const others = await eventsOf('noor-banks');
    const [done] = await openTasksOf('greta-lind');
    const [waived] = await openTasksOf('noor-banks');
    if (done === undefined || waived === undefined) throw new Error('nothing is open');
    const { completion } = roadmap.steps.find(({ id }) => id === done.step)!;
    const answer = answerFor(completion.fields, now, () => 0.4);
    await session.complete({ id: 'done', task: done.key, by: 'greta-lind', answer, evidence: ['done'], now });
    await session.waive({ id: 'waived', task: waived.key, by: 'noor-banks', reason: 'closed', now });
    const after = await eventsOf('greta-lind');
    expect(after.length).toBe(before.length);
    expect((await eventsOf('noor-banks')).length).toBe(others.length - 1);
    const marked = after.filter(({ summary }) => summary.startsWith('✓ '));
    expect(marked).toHaveLength(1);
    const same = before.find(({ uid }) => uid === marked[0]!.uid)!;
    expect(marked[0]).toMatchObject({ summary: `✓ ${same.summary}`, begins: same.begins, busy: false });

    const setClock = (at: number) => pool.query('UPDATE clock SET now = $1', [new Date(at)]);
    await setClock(done.due_at.getTime() + 90 * DAY);
    expect((await eventsOf('greta-lind')).map(({ uid }) => uid)).toContain(same.uid);
    await setClock(done.due_at.getTime() + 90 * DAY + 1);
    expect((await eventsOf('greta-lind')).map(({ uid }) => uid)).not.toContain(same.uid);
    await setClock(now);
  });

  it('what is handed to somebody else, or covered by them, goes from one calendar to the other', async () => {
    const both = async () => {
      const [from, to] = [await eventsOf('noor-banks'), await eventsOf('pia-holm')];
      return { from: new Set(from.map(({ uid }) => uid)), to: new Set(to.map(({ uid }) => uid)) };
    };
    const expectPassed = async (before: Awaited<ReturnType<typeof both>>) => {
      const after = await both();
      const left = [...before.from].filter((uid) => !after.from.has(uid));
      expect(left.length).toBeGreaterThan(0);
      for (const uid of left) expect(after.to).toContain(uid);
    };
    const before = await both();
    await changed({
      kind: 'reassign',
      scope: { team: 'willow', stage: 'survey-cycle' },
      from: 'noor-banks',
      to: 'pia-holm',
      task: null,
    });
    await expectPassed(before);
    const later = await both();
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    await changed({
      kind: 'absence',
      person: 'noor-banks',
      from: day(now + 20 * DAY),
      until: day(now + 120 * DAY),
      cover: 'pia-holm',
    });
    await expectPassed(later);
  });

  it('time goes on: what opens, is dated by an event or passed over, is shown once or not at all', async () => {
    now += 60 * DAY;
    await pool.query('UPDATE clock SET now = $1', [new Date(now)]);
    await stepThrough(engine, { until: now });
    for (const person of ['greta-lind', 'noor-banks', 'dana-whitfield']) {
      const events = await eventsOf(person);
      expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
      const moments = new Set(events.flatMap(({ begins, ends }) => [begins, ends]));
      for (const { due_at } of await openTasksOf(person)) expect(moments).toContain(stamp(due_at));
    }
  });
});

describe('a person in two programs', () => {
  it('has both in one calendar, found by the mail address; a namesake with another address does not', async () => {
    const alone = await eventsOf('theo-grant');
    await pool.query(`INSERT INTO program (id, title, launch_date, zone, clock, plan_version)
                      SELECT 'second', title || ' again', launch_date, zone, clock, plan_version FROM program`);
    await pool.query(
      `INSERT INTO plan_version (program_id, version, definition, roadmap, roadmap_id, roadmap_version, roadmap_sha256, tzdata, edits)
       SELECT 'second', version, definition || '{"id": "second"}', roadmap, roadmap_id, roadmap_version, roadmap_sha256, tzdata, edits
         FROM plan_version WHERE program_id = $1`,
      [program.id],
    );
    await pool.query(
      `INSERT INTO plan_step (program_id, version, until_version, team, step, occurrence, stage, stage_occurrence,
                              opens_at, due_at, zone, waits_for, planned)
       SELECT 'second', version, until_version, team, step, occurrence, stage, stage_occurrence,
              opens_at, due_at, zone, waits_for, planned FROM plan_step WHERE program_id = $1`,
      [program.id],
    );
    const insert = (id: string, email: string) =>
      pool.query(
        `INSERT INTO person (program_id, id, name, email, language, zone, quiet_from, quiet_to, days_off)
         SELECT 'second', $1, name, $2, 'es', zone, quiet_from, quiet_to, days_off
           FROM person WHERE program_id = $3 AND id = 'theo-grant'`,
        [id, email, program.id],
      );
    await insert('theo-grant', 'another.theo@elsewhere.example');
    expect(await eventsOf('theo-grant')).toEqual(alone);
    // In the second program Noor Banks' place is his.
    await insert('noor-banks', 'THEO@brook.example');
    const both = await eventsOf('theo-grant');
    expect(both.length).toBeGreaterThan(alone.length + 20);
    expect(both).toEqual(expect.arrayContaining(alone));
    expect(both.some(({ summary }) => summary.startsWith('Fecha límite: '))).toBe(true);
    expect(await textOf('theo-grant')).toContain('X-WR-CALNAME:Partnership programs');
  });
});

describe('the secret', () => {
  it('is 256 bits, and only its hash is kept', async () => {
    await feeds.revoke(program.id, 'walt-jensen');
    const made = await feeds.make(program.id, 'walt-jensen');
    const { secret } = made as { secret: string };
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const { rows } = await pool.query<{ line: string }>('SELECT f::text AS line FROM calendar_feed f');
    expect(rows.length).toBeGreaterThan(1);
    for (const { line } of rows) expect(line).not.toContain(secret);
    expect(await calendars.find(secret)).not.toBeNull();
  });

  it('is one for each person; a new one ends the one before, and a revoked one is gone', async () => {
    const person = 'pia-holm';
    await feeds.revoke(program.id, person);
    const first = (await feeds.make(program.id, person)) as { secret: string };
    expect(await feeds.make(program.id, person)).toBe('taken');
    const second = (await feeds.renew(program.id, person)) as { secret: string; replaced: boolean };
    expect(second.replaced).toBe(true);
    expect(await calendars.find(first.secret)).toBeNull();
    expect(await calendars.find(second.secret)).not.toBeNull();
    expect(await feeds.revoke(program.id, person)).toBe('removed');
    expect(await calendars.find(second.secret)).toBeNull();
    expect(await feeds.revoke(program.id, person)).toBe('none');
  });

  it('asked for by several at once, works for exactly one of them', async () => {
    await feeds.revoke(program.id, 'june-rivers');
    const made = await Promise.all(Array.from({ length: 8 }, () => feeds.make(program.id, 'june-rivers')));
    expect(made.filter((each) => typeof each === 'object')).toHaveLength(1);
    await feeds.revoke(program.id, 'june-rivers');
    const renewed = await Promise.all(
      Array.from({ length: 8 }, () => feeds.renew(program.id, 'june-rivers')),
    );
    const found = await Promise.all(
      renewed.map(async (each) => (typeof each === 'string' ? null : calendars.find(each.secret))),
    );
    expect(found.filter((each) => each !== null)).toHaveLength(1);
  });

  it('is made for nobody who is not there, and goes with its person', async () => {
    for (const ask of [feeds.make, feeds.renew, feeds.revoke]) {
      expect(await ask(program.id, 'nobody')).toBe('nobody');
      expect(await ask('nothing', 'greta-lind')).toBe('nobody');
    }
    const { secret } = (await feeds.renew(program.id, 'hugo-marsh')) as { secret: string };
    await pool.query(`DELETE FROM person WHERE program_id = $1 AND id = 'hugo-marsh'`, [program.id]);
    expect(await calendars.find(secret)).toBeNull();
  });
});
