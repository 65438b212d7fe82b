import { expect, it, vi } from 'vitest';
import { startTestCatcher } from '../harness/catcher.ts';
import { testProgram } from '../harness/engine.ts';
import { ownTemporal } from '../harness/own-temporal.ts';

const MINUTE = 60_000;
const hello = 'minutes/trial-team/say-hello/once';

const temporal = await ownTemporal();
const catcher = await startTestCatcher();
const program = await testProgram('real', temporal);
await program.startTestWorker(catcher.smtpUrl);

/** What arrived about a task, in the order of arrival. */
const arrived = (task: string) =>
  catcher
    .mails()
    .filter((mail) => mail.headers['x-milepost-task'] === task)
    .map((mail) => mail.headers['x-milepost-kind']);

it(
  'a program on real time goes on where it was when Temporal has lost all that it knew, under a worker that keeps running',
  async () => {
    await program.launch('examples/minutes/program.yaml', { launchAt: Date.now() });
    const wait = { timeout: 4.5 * MINUTE, interval: 250 };
    await vi.waitFor(() => expect(arrived(hello)).toEqual(['assigned']), wait);

    await temporal.lose();
    const command = { id: 'asked-in-between', task: hello, by: 'kim', answer: { word: 'hello' } };
    await expect(program.session.complete(command)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await program.session.recovery.rehydrate({ program: null, force: false })).toEqual({
      started: 3,
      replaced: 0,
      running: 0,
      terminated: 0,
    });

    expect(await program.session.recovery.lastSweep()).toMatchObject({ paused: false });

    // The stage calls it late and escalates it in its new run; the reminder stood in the outbox all the while.
    await vi.waitFor(async () => {
      const { rows } = await program.pool.query('SELECT status, level FROM task WHERE key = $1', [hello]);
      expect(rows).toEqual([{ status: 'escalated', level: 1 }]);
    }, wait);
    await vi.waitFor(() => expect(arrived(hello)).toContain('escalation.1'), wait);
    expect(await program.session.complete(command)).toMatchObject({ status: 'completed', changed: true });

    // Another task's mail of a later minute shows that this minute has passed, and the second escalation with it.
    const other = 'minutes/trial-team/look-around/once/jo';
    await vi.waitFor(() => expect(arrived(other)).toContain('overdue'), wait);
    expect(arrived(hello)).toEqual(['assigned', 'reminder.1', 'overdue', 'escalation.1']);
    expect(arrived(other)).toContain('assigned');
    expect(new Set(arrived(other)).size).toBe(arrived(other).length);
  },
  6 * MINUTE,
);
