import { simpleParser } from 'mailparser';
import { expect, it } from 'vitest';
import type { ProgramContext } from '../../src/activities/ports.ts';
import type { ClaimedRow } from '../../src/adapters/db/outbox-row.ts';
import { composeMime } from '../../src/adapters/mail/mime.ts';
import { createSmtpTransport } from '../../src/adapters/mail/smtp-transport.ts';
import type { Language } from '../../src/domain/language.ts';
import { compilePlan, isZone, messagesOf, msOf, planContext, resolvePeople } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { mailOf } from '../../src/worker/delivery/letters.ts';
import { createLetters } from '../../src/worker/delivery/write-letters.ts';
import { UnwritableMessage } from '../../src/worker/delivery/unwritable.ts';

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
  clock: 'stepped',
  launchAt: null,
  edits: [],
  launched: program,
  launchedWith: loaded,
  program,
  roadmap: loaded.roadmap,
  sha256: loaded.sha256,
};
const advisors = new Set(program.teams.flatMap((team) => team.advisors.map(({ person }) => person)));

/** Every mail that the example can cause, as a claim would give it. */
const rows: ClaimedRow[] = compilePlan(plan).steps.flatMap((planned) => {
  const dates = planned.dates ?? planned.forecast;
  if (dates === null) return [];
  return messagesOf(plan, planned, dates).messages.map((message) => ({
    id: message.key,
    key: message.key,
    programId: program.id,
    team: message.team,
    step: message.step,
    occurrence: message.occurrence,
    taskKey: message.task,
    kind: message.kind,
    recipient: message.to,
    about: message.about,
    language: message.language,
    planVersion: 1,
    sendAt: msOf(message.sendAt),
    attemptAt: msOf(message.sendAt),
    dueAt: message.task === null ? null : msOf(dates.due),
    collected: {},
    owner: message.about,
    attempt: 1,
    doubted: false,
    bundle: null,
    address: null,
    webhookUrl: null,
    lease: '',
  }));
});

const mail = (row: ClaimedRow) => mailOf(row, context, FROM, NOW);
const all = rows.map((row) => ({ row, ...mail(row) }));
const of = (kind: string, language?: Language) =>
  all.filter(({ row }) => row.kind.startsWith(kind) && (language === undefined || row.language === language));
const parsed = async (row: ClaimedRow, change: Partial<ReturnType<typeof mail>> = {}) =>
  simpleParser(composeMime({ ...mail(row), ...change }));
const first = (kind: string, language?: Language): ClaimedRow => of(kind, language)[0]!.row;

it('every message of the example can be written, in the receiver’s language', () => {
  expect(new Set(rows.map(({ kind }) => kind.split('.')[0]))).toEqual(
    new Set(['assigned', 'invitation', 'notice', 'reminder', 'overdue', 'checkin', 'escalation']),
  );
  expect(new Set(all.map(({ language }) => language))).toEqual(new Set(['en', 'es']));
  for (const { row, text, subject } of all) {
    expect(text, row.key).not.toMatch(/undefined|null|NaN|\[object/);
    expect(subject.length, row.key).toBeLessThan(120);
  }
});

it('a mail says what, why, how long, when, and the command that answers it', () => {
  for (const { row, text } of [...of('assigned'), ...of('reminder')]) {
    const step = loaded.roadmap.steps.find(({ id }) => id === row.step)!;
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toContain(step.title[row.language]);
    expect(flat).toContain(step.purpose[row.language].replace(/\s+/g, ' '));
    expect(flat).toContain(step.instructions[row.language].replace(/\s+/g, ' '));
    // A gate closes by itself; see gate-mail.test.ts.
    expect(flat).toMatch(step.kind === 'gate' ? /npx milepost waive / : /npx milepost (complete|counts) /);
    expect(flat).toContain(`--by ${row.recipient}`);
  }
});

it('a reminder of a task says in Spanish when it is due: vence', () => {
  const reminders = of('reminder', 'es').filter(({ row }) => {
    const kind = loaded.roadmap.steps.find(({ id }) => id === row.step)?.kind;
    return kind !== 'event' && kind !== 'meeting';
  });
  expect(reminders.length).toBeGreaterThan(0);
  for (const { subject, text } of reminders) {
    expect(subject).toMatch(/^Vence el /);
    expect(text).toMatch(/vence/);
  }
});

it('nobody says to or about an advisor that they are late', () => {
  const about = all.filter(({ row }) => advisors.has(row.recipient) || advisors.has(row.about));
  expect(about.length).toBeGreaterThan(0);
  expect(about.filter(({ row }) => row.kind === 'overdue' || row.kind.startsWith('escalation'))).toEqual([]);
  for (const { subject, text } of about) {
    expect(`${subject} ${text}`).not.toMatch(/overdue|late\b|atrasad|vencid|retras|fault|culpa/i);
  }
});

it('what is still open comes with an offer of help, and an escalation with its reason', () => {
  for (const { text } of of('overdue', 'en')) expect(text.replace(/\s+/g, ' ')).toContain('is glad to help');
  for (const { text } of of('escalation', 'en')) {
    expect(text.replace(/\s+/g, ' ')).toMatch(/You are told because you lead .+What often helps/);
  }
});

it('times are on the receiver’s clock', () => {
  const zones = new Map(program.people.map(({ id, zone }) => [id, zone]));
  for (const { row, text } of of('reminder')) {
    const place = zones.get(row.recipient)!.split('/').at(-1)!.replaceAll('_', ' ');
    const said = row.language === 'es' && place === 'New York' ? 'Nueva York' : place;
    expect(text.replace(/\s+/g, ' ')).toContain(row.language === 'es' ? `hora de ${said}` : `${said} time`);
  }
});

it('an invitation carries the event, in UTC and under one name', async () => {
  const row = first('invitation');
  const [event] = (await parsed(row)).attachments.filter(
    ({ contentType }) => contentType === 'text/calendar',
  );
  const calendar = event!.content.toString();
  const stamp = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.000/g, '');
  expect(calendar).toContain(`DTSTART:${stamp(row.dueAt!)}`);
  expect(calendar).not.toContain('TZID');
  const uid = /UID:(\S+)/.exec(calendar)![1];
  const again = mailOf({ ...row, kind: 'reminder.1', recipient: row.about }, context, FROM, NOW + 1).calendar;
  expect(again).toContain(`UID:${uid}`);
});

it('headers hold ids and numbers only, and the same message keeps its Message-ID', async () => {
  const row = first('escalation');
  const { headers, messageId } = await parsed(row);
  const own = [...headers].filter(([name]) => name.startsWith('x-milepost'));
  expect(Object.fromEntries(own)).toEqual({
    'x-milepost-key': row.key,
    'x-milepost-kind': row.kind,
    'x-milepost-task': row.taskKey,
    'x-milepost-clock': String(NOW),
  });
  expect(headers.get('auto-submitted')).toBe('auto-generated');
  expect(messageId).toMatch(/^<[0-9a-f]{40}@clinic\.example>$/);
  expect(mailOf(row, context, FROM, NOW + 86_400_000).messageId).toBe(messageId);
  expect(new Set(all.map((each) => each.messageId)).size).toBe(all.length);
});

it('a name cannot write headers or markup of its own', async () => {
  const row = first('assigned', 'en');
  const name = 'Eve\r\nBcc: everyone@example.org\r\n\r\n<script>alert(1)</script>';
  const renamed = people.map((person) => (person.id === row.recipient ? { ...person, name } : person));
  const nasty = mailOf(row, { ...context, program: { ...program, people: renamed } }, FROM, NOW);
  const message = await simpleParser(composeMime({ ...nasty, subject: `x\r\nBcc: all@example.org` }));
  expect(message.bcc).toBeUndefined();
  expect(message.subject).toBe('x Bcc: all@example.org');
  expect(nasty.html).not.toContain('<script>');
});

it('a mail that can never be written is refused by name of its key; a plan that cannot be read is not its fault', async () => {
  const row = { ...first('assigned'), recipient: 'nobody' };
  const letters = (at: () => Promise<ProgramContext>) =>
    createLetters({ contexts: { at }, from: FROM, chats: false, optOutUrl: null });
  const written = letters(() => Promise.resolve(context))([row], NOW);
  await expect(written).rejects.toBeInstanceOf(UnwritableMessage);
  await expect(written).rejects.toThrow(`${row.key} cannot be written`);
  const away = letters(() => Promise.reject(new Error('the database is away')));
  await expect(away([row], NOW)).rejects.not.toBeInstanceOf(UnwritableMessage);
});

it('an address of a mail server that cannot be read says what it must look like', () => {
  expect(() => createSmtpTransport({ url: 'mail.example:25', connections: 1, sendMs: 1 })).toThrow(
    'smtp://host:port',
  );
});
