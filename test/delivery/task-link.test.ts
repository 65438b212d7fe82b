import { simpleParser } from 'mailparser';
import { afterAll, describe, expect, it } from 'vitest';
import type { ProgramContext } from '../../src/activities/ports.ts';
import type { ClaimedRow } from '../../src/adapters/db/outbox-row.ts';
import { createPool } from '../../src/adapters/db/pool.ts';
import { keepTaskLinks } from '../../src/adapters/db/task-link-store.ts';
import { hashOf, newSecret } from '../../src/client/secrets.ts';
import type { KeptLink } from '../../src/client/task-links.ts';
import { compilePlan, isZone, messagesOf, msOf, planContext, resolvePeople } from '../../src/plan/index.ts';
import { openReader } from '../../src/read/connection.ts';
import { taskLink } from '../../src/read/task-page.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { createTaskUrls } from '../../src/worker/delivery/task-urls.ts';
import { createLetters } from '../../src/worker/delivery/write-letters.ts';
import { testDatabase } from '../harness/database.ts';
import { launched } from '../survey/world.ts';

const NOW = Date.parse('2027-03-01T15:00:00Z');
const { program: file, roadmap: loaded } = loadProgram('examples/two-teams.yaml', { isZone });
const people = resolvePeople(planContext(file, loaded)).map((person) => ({
  ...person,
  daysOff: [...person.daysOff],
}));
const program = { ...file, people };
const plan = planContext(program, loaded);
const context: ProgramContext = {
  programId: program.id,
  version: 1,
  clock: 'real',
  launchAt: null,
  edits: [],
  launched: program,
  launchedWith: loaded,
  program,
  roadmap: loaded.roadmap,
  sha256: loaded.sha256,
};

const rows: ClaimedRow[] = compilePlan(plan).steps.flatMap((planned) => {
  const dates = planned.dates ?? planned.forecast;
  if (dates === null) return [];
  return messagesOf(plan, planned, dates).messages.map((message) => ({
    ...message,
    id: message.key,
    programId: program.id,
    taskKey: message.task,
    recipient: message.to,
    planVersion: 1,
    sendAt: NOW,
    attemptAt: NOW,
    dueAt: message.task === null ? null : msOf(dates.due),
    collected: {},
    owner: message.about,
    attempt: 1,
    doubted: false,
    bundle: null,
    address: 'here@clinic.example',
    webhookUrl: null,
    lease: '',
  }));
});

/** What was kept of each link, by the hash of its secret. */
const kept = new Map<string, KeptLink>();
const taskUrls = createTaskUrls(async (links) => {
  for (const link of links) kept.set(link.hash, link);
}, 'https://portal.example');
const letters = createLetters({
  contexts: { at: async () => context },
  from: { name: 'Milepost', address: 'milepost@clinic.example' },
  chats: true,
  optOutUrl: null,
  taskUrls,
});

async function read(...given: ClaimedRow[]) {
  const written = await letters(given, NOW);
  if (!('mime' in written)) throw new Error('this is no mail');
  const mail = await simpleParser(written.mime);
  return { text: mail.text ?? '', html: String(mail.html) };
}
/** What the links of a text lead to, by the hashes that were kept. */
const linksIn = (text: string): readonly (readonly (string | undefined)[])[] =>
  [...text.matchAll(/https:\/\/portal\.example\/t\/([A-Za-z0-9_-]{43})(?=["\s])/g)].map(([, secret = '']) => {
    const link = kept.get(hashOf(secret));
    return [link?.task, link?.person] as const;
  });

describe('a mail about a task', () => {
  it('carries one link, in its text and its HTML, in place of the command; a notice carries none', async () => {
    // One of each kind, language and team: the rest is written alike.
    const some = new Map(rows.map((row) => [[row.kind, row.language, row.team].join(), row]));
    expect(new Set([...some.values()].map(({ kind }) => kind.split('.')[0])).size).toBe(7);
    for (const row of some.values()) {
      const { text, html } = await read(row);
      const expected = row.taskKey === null ? [] : [[row.taskKey, row.recipient]];
      expect(linksIn(text), row.key).toEqual(expected);
      expect(linksIn(html), row.key).toEqual(expected);
      if (row.taskKey !== null) expect(text, row.key).not.toContain('npx milepost');
    }
  });

  it.each([
    ['en', 'opens this step without a password for as long as the step is open'],
    ['es', 'abre este paso sin contraseña mientras el paso siga abierto'],
  ])('says what the link does and whose it is (%s)', async (language, said) => {
    const row = rows.find((each) => each.language === language && each.kind === 'assigned')!;
    expect((await read(row)).text.replace(/\s+/g, ' ')).toContain(said);
  });

  it('that says somebody else has it now carries none', async () => {
    const row = { ...rows.find(({ kind }) => kind === 'assigned')!, kind: 'takeover' };
    expect((await read(row)).text).not.toContain('/t/');
    expect(await taskUrls.of([row])).toEqual(new Map());
  });

  it('that is a digest carries one link for each task, and says once what they do', async () => {
    const theirs = rows.filter(({ recipient, kind }) => recipient === 'hugo-marsh' && kind === 'assigned');
    const bundle = theirs.slice(0, 3).map((row) => ({ ...row, bundle: 'mail:1' }));
    const { text } = await read(...bundle);
    const expected = bundle.map(({ taskKey, recipient }) => [taskKey, recipient]);
    expect([...linksIn(text)].sort()).toEqual(expected.sort());
    expect(expected).toHaveLength(3);
    expect(text.replace(/\s+/g, ' ').match(/without a password/g)).toHaveLength(1);
    expect(text).not.toContain('npx milepost');
  });

  it('that goes into a chat carries none: more than one may read there', async () => {
    const row = { ...rows.find(({ kind }) => kind === 'assigned')!, webhookUrl: 'https://chat.example/x' };
    const written = await letters([row], NOW);
    expect('url' in written && written.text).not.toContain('/t/');
    expect('url' in written && written.text).toContain('npx milepost');
  });
});

describe('secrets for a herd', () => {
  it('are asked for in one go, and each is used once', async () => {
    const asked: number[] = [];
    const urls = createTaskUrls(async (links) => {
      asked.push(links.length);
    }, 'https://portal.example');
    const [first, second] = rows.filter(({ kind }) => kind === 'assigned') as [ClaimedRow, ClaimedRow];
    await urls.foresee([first, second]);
    const given = [await urls.of([first]), await urls.of([second]), await urls.of([first])];
    expect(given.map(({ size }) => size)).toEqual([1, 1, 1]);
    expect(new Set(given.flatMap((each) => [...each.values()])).size).toBe(3);
    expect(asked).toEqual([2, 1]);
  });
});

describe('the secret of a link', async () => {
  const database = await testDatabase();
  await launched(database.url);
  const pool = createPool(database.url, { max: 1 });
  const reader = openReader(database.url);
  afterAll(() => Promise.all([pool.end(), reader.close()]));

  it('is 256 random bits of which the hash is kept, and leads to one task of one person', async () => {
    const links = ['a', 'b'].map((step) => ({
      program: 'two-teams',
      task: `two-teams/maple/${step}/once`,
      person: 'hugo-marsh',
    }));
    const made = links.map((link) => ({ link, secret: newSecret() }));
    await keepTaskLinks(
      pool,
      made.map(({ link, secret }) => ({ ...link, hash: hashOf(secret) })),
    );
    const [first, second] = made.map(({ secret }) => secret) as [string, string];
    expect([first, second].map((secret) => Buffer.from(secret, 'base64url').length)).toEqual([32, 32]);
    expect(JSON.stringify((await pool.query('SELECT * FROM task_link')).rows)).not.toContain(first);
    expect(await taskLink(reader, hashOf(second))).toEqual({ ...links[1], language: 'en' });
    expect(await taskLink(reader, hashOf(`${second}x`))).toBeNull();
  });
});
