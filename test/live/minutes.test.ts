import { temporal } from '@temporalio/proto';
import { expect, it, vi } from 'vitest';
import { startTestCatcher } from '../harness/catcher.ts';
import { testProgram } from '../harness/engine.ts';
import { ownTemporal } from '../harness/own-temporal.ts';

const { EVENT_TYPE_TIMER_STARTED } = temporal.api.enums.v1.EventType;
const MINUTE = 60_000;
const hello = 'minutes/trial-team/say-hello/once';

// Each test takes four minutes of real time, in which it mostly waits: they run side by side, each on a program of its own.
const catcher = await startTestCatcher();
const program = await testProgram('real');
await program.startTestWorker(catcher.smtpUrl);

const losing = await ownTemporal();
const losingCatcher = await startTestCatcher();
const losingProgram = await testProgram('real', losing);
await losingProgram.startTestWorker(losingCatcher.smtpUrl);

/** What arrived about a task, in the order of arrival: kind, receiver, minutes after launch (rounded down). */
function arrived(task: string, launchAt: number) {
  const mails = catcher.mails();
  return mails
    .filter((mail) => mail.headers['x-milepost-task'] === task)
    .map((mail) => ({
      kind: mail.headers['x-milepost-kind'],
      to: mail.to[0],
      minute: Math.floor((mail.receivedAt - launchAt) / MINUTE),
    }));
}

it.concurrent(
  'carries a task on real time through assigned, reminded, overdue, escalated and completed',
  async () => {
    const launchAt = Date.now();
    await program.launch('examples/minutes/program.yaml', { launchAt });
    const seen = (kind: string) => arrived(hello, launchAt).some((mail) => mail.kind === kind);
    const wait = { timeout: 4.5 * MINUTE, interval: 250 };
    await vi.waitFor(() => expect(seen('escalation.1')).toBe(true), wait);
    await vi.waitFor(async () => {
      const { rows } = await program.pool.query('SELECT status, level FROM task WHERE key = $1', [hello]);
      expect(rows).toEqual([{ status: 'escalated', level: 1 }]);
    }, wait);

    const answer = await program.session.complete({
      id: 'live-1',
      task: hello,
      by: 'kim',
      answer: { word: 'hello' },
    });
    expect(answer).toMatchObject({ task: hello, status: 'completed', changed: true });

    // The second escalation stood in the outbox for a minute later; another task's mail shows that this minute passed.
    const other = 'minutes/trial-team/look-around/once/jo';
    await vi.waitFor(
      () => expect(arrived(other, launchAt).map(({ kind }) => kind)).toContain('overdue'),
      wait,
    );
    const story = arrived(hello, launchAt);
    expect(story).toEqual([
      { kind: 'assigned', to: 'kim@minutes.example', minute: 0 },
      { kind: 'reminder.1', to: 'kim@minutes.example', minute: 1 },
      { kind: 'overdue', to: 'kim@minutes.example', minute: 2 },
      { kind: 'escalation.1', to: 'alex@minutes.example', minute: 3 },
    ]);

    const sleeps = await timersOf('test:stage/minutes/trial-team/first-minutes/once');
    const due = (await dueAt(hello)).getTime();
    expect(sleeps.length).toBeGreaterThan(2);
    const wakes = sleeps.map(({ at, durationMs }) => at + durationMs);
    expect(wakes).toContain(due);
    expect(wakes).toContain(due + MINUTE);
  },
  6 * MINUTE,
);

/** What arrived of the program whose Temporal is lost, about a task, in the order of arrival. */
const kindsOf = (task: string) =>
  losingCatcher
    .mails()
    .filter((mail) => mail.headers['x-milepost-task'] === task)
    .map((mail) => mail.headers['x-milepost-kind']);

it.concurrent(
  'a program on real time goes on where it was when Temporal has lost all that it knew, under a worker that keeps running',
  async () => {
    await losingProgram.launch('examples/minutes/program.yaml', { launchAt: Date.now() });
    const wait = { timeout: 4.5 * MINUTE, interval: 250 };
    await vi.waitFor(() => expect(kindsOf(hello)).toEqual(['assigned']), wait);

    await losing.lose();
    const command = { id: 'asked-in-between', task: hello, by: 'kim', answer: { word: 'hello' } };
    await expect(losingProgram.session.complete(command)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await losingProgram.session.recovery.rehydrate({ program: null, force: false })).toEqual({
      started: 3,
      replaced: 0,
      running: 0,
      terminated: 0,
    });

    expect(await losingProgram.session.recovery.lastSweep()).toMatchObject({ paused: false });

    // The stage calls it late and escalates it in its new run; the reminder stood in the outbox all the while.
    await vi.waitFor(async () => {
      const { rows } = await losingProgram.pool.query('SELECT status, level FROM task WHERE key = $1', [
        hello,
      ]);
      expect(rows).toEqual([{ status: 'escalated', level: 1 }]);
    }, wait);
    await vi.waitFor(() => expect(kindsOf(hello)).toContain('escalation.1'), wait);
    expect(await losingProgram.session.complete(command)).toMatchObject({
      status: 'completed',
      changed: true,
    });

    // Another task's mail of a later minute shows that this minute has passed, and the second escalation with it.
    const other = 'minutes/trial-team/look-around/once/jo';
    await vi.waitFor(() => expect(kindsOf(other)).toContain('overdue'), wait);
    expect(kindsOf(hello)).toEqual(['assigned', 'reminder.1', 'overdue', 'escalation.1']);
    expect(kindsOf(other)).toContain('assigned');
    expect(new Set(kindsOf(other)).size).toBe(kindsOf(other).length);
  },
  6 * MINUTE,
);

async function dueAt(key: string): Promise<Date> {
  const { rows } = await program.pool.query<{ due_at: Date }>('SELECT due_at FROM task WHERE key = $1', [
    key,
  ]);
  return rows[0]!.due_at;
}

/**
 * Each timer of a workflow: the workflow's own time when it asked for it, and how long it is to sleep. That time is
 * the start of the workflow task, or the end of the last transaction within it, which its marker records.
 */
async function timersOf(workflowId: string): Promise<{ at: number; durationMs: number }[]> {
  const { events } = await program.temporal.client.workflow.getHandle(workflowId).fetchHistory();
  const timers: { at: number; durationMs: number }[] = [];
  let now = 0;
  for (const event of events ?? []) {
    if (event.workflowTaskStartedEventAttributes) now = ms(event.eventTime);
    const marker = event.markerRecordedEventAttributes?.details?.['data']?.payloads?.[0]?.data;
    if (marker) now = Math.max(now, completeTime(Buffer.from(marker).toString('utf8')));
    if (event.eventType !== EVENT_TYPE_TIMER_STARTED) continue;
    timers.push({ at: now, durationMs: ms(event.timerStartedEventAttributes?.startToFireTimeout) });
  }
  return timers;
}

function completeTime(marker: string): number {
  const { complete_time } = JSON.parse(marker) as { complete_time?: { seconds: number; nanos: number } };
  return complete_time === undefined ? 0 : ms(complete_time);
}

function ms(time: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return Number(time?.seconds ?? 0) * 1000 + Math.floor((time?.nanos ?? 0) / 1_000_000);
}
