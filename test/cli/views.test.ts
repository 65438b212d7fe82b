import { describe, expect, test } from 'vitest';
import { openLiveScreen } from '../../src/cli/live-screen.ts';
import { inColour, noColour } from '../../src/cli/format/style.ts';
import { visibleWidth } from '../../src/cli/format/text.ts';
import { mailKind } from '../../src/cli/format/words.ts';
import { liveLines, logLine } from '../../src/cli/views/live.ts';
import { messageLine, monthName, statusLines } from '../../src/cli/views/status.ts';
import { messageStates } from '../../src/read/outbox-summary.ts';
import type { OutboxSummary } from '../../src/read/outbox-summary.ts';
import type { ProgramStatus } from '../../src/read/program-status.ts';
import type { TeamRow } from '../../src/read/team-board.ts';

const messages = (
  states: Partial<OutboxSummary['states']>,
  more: Partial<OutboxSummary> = {},
): OutboxSummary => ({
  states: {
    ...Object.fromEntries(messageStates.map((state) => [state, 0])),
    ...states,
  } as OutboxSummary['states'],
  retried: 0,
  failed: 0,
  leftOut: 0,
  ...more,
});

const team = (n: number): TeamRow => ({
  team: n === 0 ? 'all' : `team-${n}`,
  name: n === 0 ? 'The program' : `A team with a name that goes on, number ${n}`,
  clinic: null,
  withdrawn: false,
  zone: 'America/New_York',
  stages: ['Mapping the journeys of patients', 'The monthly survey cycle', 'A third one'].map((title) => ({
    stage: title,
    occurrence: 'M04',
    title,
  })),
  open: 12,
  needsHelp: 3,
  completed: 400,
  closed: 2,
  nextDue: null,
});

const program: ProgramStatus = {
  id: 'demo',
  title: 'A program whose title is rather long, so that it has to be cut somewhere near its very end',
  status: 'running',
  started: true,
  launchDate: '2016-07-01',
  zone: 'America/New_York',
  clock: 'stepped',
  planVersion: 1,
  roadmap: { id: 'r', version: '1.0.0', months: 25 },
  tzdata: '2026f',
  teams: 20,
  people: 70,
  tasks: { open: 120, needsHelp: 33, completed: 4000, closed: 17 },
  now: new Date('2016-11-14T14:00:00Z'),
  board: Array.from({ length: 21 }, (_, n) => team(n)),
  messages: messages(
    { sent: 12_345, pending: 1_234, cancelled: 9_999, suppressed: 400, bounced: 7 },
    { failed: 7, retried: 22, leftOut: 400 },
  ),
};

describe('the live view', () => {
  test.each([40, 80, 100])(
    'never leaves its %d columns: a wrapped line would break the redrawing',
    (width) => {
      for (const style of [noColour, inColour]) {
        const widths = liveLines(program, { width, style }).map(visibleWidth);
        expect(Math.max(...widths)).toBeLessThanOrEqual(width);
      }
    },
  );
  test('has as many lines whatever happens, and fits a small terminal', () => {
    const calm = {
      ...program,
      tasks: { open: 0, needsHelp: 0, completed: 0, closed: 0 },
      messages: messages({}),
    };
    const lines = liveLines(program, { width: 80, style: noColour });
    expect(liveLines(calm, { width: 80, style: noColour })).toHaveLength(lines.length);
    expect(lines.length).toBeLessThan(24);
    expect(lines.join('\n')).toContain('and 9 more teams');
  });
  test('blames nobody', () => {
    const text = liveLines(program, { width: 100, style: noColour }).join('\n') + logLine(program);
    expect(text).toContain('could use help');
    expect(text).not.toMatch(/overdue|late\b|missed/i);
  });
  test('is redrawn over itself, and gives the cursor back', () => {
    let drawn = '';
    const screen = openLiveScreen({ draw: (text) => void (drawn += text) });
    screen.show(['a', 'b']);
    screen.show(['c']);
    screen.leave();
    expect(drawn).toContain('\u001b[2A');
    expect(drawn.endsWith('\u001b[?25h')).toBe(true);
  });
});

describe('the month of a program', () => {
  const at = (now: string): string => monthName({ ...program, now: new Date(now) });
  test('is counted in the program’s zone', () => {
    expect(at('2016-08-01T03:59:00Z')).toBe('M0 of M24');
    expect(at('2016-08-01T04:00:00Z')).toBe('M1 of M24');
  });
  test('stays the last one in the tail, and says when one has not begun or is over', () => {
    expect(at('2018-09-10T12:00:00Z')).toBe('M24 of M24');
    expect(at('2016-06-10T12:00:00Z')).toBe('starts Fri 1 Jul 2016');
    expect(monthName({ ...program, status: 'ended' })).toBe('ended');
  });
});

test('where not all of the mails fit in a line, those that failed are kept', () => {
  const line = messageLine(program.messages, { width: 60, style: noColour });
  expect(line).toBe('Mails: 12,345 sent, 1,234 waiting, 7 did not arrive');
});

test('the engine’s words for mails are told in plain ones', () => {
  expect(['overdue', 'escalation.2', 'reminder.1', 'checkin', 'other'].map(mailKind)).toEqual([
    'offer of help',
    'request to help',
    'reminder',
    'check-in',
    'other',
  ]);
});

test('a program whose launch was interrupted says so, with the way out; one that runs does not', () => {
  const page = { style: noColour, width: 80 };
  const lines = (started: boolean) => statusLines({ ...program, started }, page).join(' ');
  expect(lines(false)).toContain(
    'It has not begun: its launch was interrupted. `milepost launch` with its file',
  );
  expect(lines(true)).not.toContain('interrupted');
});
