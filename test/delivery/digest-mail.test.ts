import { simpleParser, type ParsedMail } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { ProgramContext } from '../../src/activities/ports.ts';
import type { ClaimedRow } from '../../src/adapters/db/outbox-row.ts';
import { compilePlan, isZone, messagesOf, msOf, planContext, resolvePeople } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { UnwritableMessage } from '../../src/worker/delivery/unwritable.ts';
import { createLetters } from '../../src/worker/delivery/write-letters.ts';

const FROM = { name: 'Milepost', address: 'milepost@clinic.example' };
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
    bundle: 'mail:01B',
    address: 'here@clinic.example',
    webhookUrl: null,
    lease: '',
  }));
});

/** Three tasks of somebody who reads this language. */
function three(language: string): readonly [ClaimedRow, ClaimedRow, ClaimedRow] {
  for (const { id } of people) {
    const theirs = rows.filter((row) => row.recipient === id && row.kind === 'assigned');
    const [a, b, c] = theirs.filter((row) => row.language === language);
    if (a && b && c) return [a, b, c];
  }
  throw new Error(`nobody has three tasks in ${language}`);
}

const writeAny = createLetters({
  contexts: { at: async () => context },
  from: FROM,
  chats: true,
  optOutUrl: async ({ person, group }) => `https://portal.example/u/secret-of-${person}-${group}`,
});
async function write(given: readonly ClaimedRow[], now: number, by = writeAny) {
  const written = await by(given, now);
  if (!('mime' in written)) throw new Error('this is no mail');
  return written;
}
const read = async (...given: ClaimedRow[]): Promise<ParsedMail> =>
  simpleParser((await write(given, NOW)).mime);
const notices = rows.filter(({ kind }) => kind === 'notice');

describe('a digest', () => {
  it.each([
    ['en', /^.+: 3 things for you on Monday, March 1$/, 'here are 3 things together'],
    ['es', /^.+: 3 asuntos para usted el lunes 1 de marzo$/, 'aquí tiene 3 asuntos juntos'],
  ])('says everything that it holds, in text and HTML (%s)', async (language, subject, opening) => {
    const bundle = three(language);
    const mail = await read(...bundle);
    expect(mail.subject).toMatch(subject);
    const flat = (text: string) => text.replace(/\s+/g, ' ');
    const [text, html] = [flat(mail.text ?? ''), flat(String(mail.html))];
    expect(text).toContain(opening);
    expect(html).toContain(opening);
    for (const row of bundle) {
      const step = loaded.roadmap.steps.find(({ id }) => id === row.step)!;
      expect(text).toContain(step.title[row.language]);
      expect(html.match(/<h2>/g)).toHaveLength(3);
      expect(text).toContain(`npx milepost`);
      expect(text).toContain(row.taskKey);
    }
    expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    expect(mail.headers.get('content-language')).toBe(language);
    expect(mail.headers.get('x-milepost-key')).toBe(bundle.map(({ key }) => key).join(' '));
    expect((mail.to as { text: string }).text).toContain('here@clinic.example');
  });

  it('begins with what is due first', async () => {
    const [a, b, c] = three('en');
    const mail = await read({ ...a, dueAt: NOW + 3 }, { ...b, dueAt: NOW + 1 }, { ...c, dueAt: NOW + 2 });
    const places = [b, c, a].map(({ taskKey }) => mail.text?.indexOf(`${taskKey} --by`) ?? -1);
    expect(places).toEqual([...places].sort((x, y) => x - y));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('has the Message-ID of its bundle, however many of its messages are left', async () => {
    const [a, b, c] = three('en');
    const whole = await write([a, b, c], NOW);
    expect((await write([a, c], NOW + 1)).messageId).toBe(whole.messageId);
    expect((await write([b], NOW + 1)).messageId).toBe(whole.messageId);
    expect((await write([{ ...a, bundle: 'mail:01C' }], NOW)).messageId).not.toBe(whole.messageId);
  });

  it('of one message is that message', async () => {
    const [a] = three('en');
    const [plain, bundled] = [await read({ ...a, bundle: null }), await read(a)];
    expect(bundled.subject).toBe(plain.subject);
    expect(bundled.text).toBe(plain.text);
  });

  it('says a task once, by its newest message', async () => {
    const [a, b] = three('en');
    const mail = await read(a, { ...a, id: 'r', key: `${a.key}-r`, kind: 'reminder.1' }, b);
    expect(mail.subject).toContain('2 things');
    expect(mail.headers.get('x-milepost-key')).toContain(`${a.key}-r`);
  });

  it('names what cannot be written, so that the rest can', async () => {
    const [a, b] = three('en');
    const failure = write([a, { ...b, step: 'no-such-step' }], NOW);
    await expect(failure).rejects.toBeInstanceOf(UnwritableMessage);
    await expect(failure).rejects.toMatchObject({ rows: [b.id] });
  });
});

describe('List-Unsubscribe', () => {
  it('stands in what can be declined, with one click', async () => {
    const [notice] = notices;
    const { mime } = await write([notice!], NOW);
    const head = mime
      .toString()
      .split('\r\n\r\n')[0]
      ?.replace(/\r\n\s+/g, ' ');
    expect(head).toContain(
      `List-Unsubscribe: <https://portal.example/u/secret-of-${notice!.recipient}-notices>`,
    );
    expect(head).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });

  it('stands in nothing that is essential, nor in a digest that holds something essential', async () => {
    const [task] = three('en');
    const [notice] = notices;
    const mixed = [task, { ...notice!, recipient: task.recipient, about: task.recipient }];
    const kinds = [...new Set(rows.map(({ kind }) => kind))].filter((kind) => kind !== 'notice');
    const essential = kinds.map((kind) => [rows.find((row) => row.kind === kind)!]);
    for (const bundle of [mixed, ...essential]) {
      expect((await write(bundle, NOW)).mime.toString()).not.toContain('List-Unsubscribe');
    }
    expect(kinds.length).toBeGreaterThan(5);
  });

  it('is left out where there is no portal', async () => {
    const silent = createLetters({
      contexts: { at: async () => context },
      from: FROM,
      chats: true,
      optOutUrl: null,
    });
    expect((await write([notices[0]!], NOW, silent)).mime.toString()).not.toContain('List-Unsubscribe');
  });
});
