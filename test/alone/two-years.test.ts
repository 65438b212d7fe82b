import { Worker } from '@temporalio/worker';
import { expect, it } from 'vitest';
import type { Activities } from '../../src/activities/index.ts';
import type { StageTurnInput } from '../../src/contracts/turns.ts';
import { REVISION, type StageInput } from '../../src/contracts/workflow-inputs.ts';
import type { StageStep } from '../../src/domain/stage.ts';
import { workflowBundle } from '../../src/worker/workflow-bundle.ts';
import { canSkipTime, timeSkippingEnvironment } from '../harness/time-skipping.ts';

const DAY = 24 * 60 * 60 * 1000;
const MONTHS = 25;

it.skipIf(!canSkipTime())(
  'two years on the real clock’s path: every month opens, is called late, escalated and lapsed, never before its day',
  async () => {
    const turns: StageTurnInput[] = [];
    const environment = await timeSkippingEnvironment();
    try {
      const start = await environment.currentTimeMs();
      const steps = Array.from({ length: MONTHS }, (_, month) =>
        monthlyStep(month, start + (month * 30 + 1) * DAY),
      );
      const worker = await Worker.create({
        connection: environment.nativeConnection,
        taskQueue: 'two-years',
        workflowBundle: await workflowBundle(),
        activities: activitiesWith(steps, turns),
      });
      const input: StageInput = {
        revision: REVISION,
        realm: 'test',
        program: 'p',
        team: 't',
        stage: 'asking',
        occurrence: 'once',
        clock: 'real',
        epoch: 1,
        spreadMs: 0,
        now: start,
      };
      await worker.runUntil(async () => {
        const handle = await environment.client.workflow.start<(input: StageInput) => Promise<void>>(
          'surveyCycleWorkflow',
          {
            taskQueue: 'two-years',
            workflowId: 'test:stage/p/t/asking/once',
            args: [input],
            // This server skips past a task that nobody took yet, about once in ten, and offers it again after this.
            workflowTaskTimeout: '1 second',
          },
        );
        // The server skips time while a workflow task runs, too: so it may skip only up to the next moment, and
        // stands still until that was written.
        for (let written = 0; turns.at(-1)?.ended !== true; written = turns.length) {
          const next = turns.at(-1)?.nextAt ?? null;
          if (next !== null) await environment.sleep(Math.max(1, next - (await environment.currentTimeMs())));
          await expect.poll(() => turns.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(written);
        }
        // Waiting for the result would let the server skip on, past the end of the workflow’s allowance.
        await expect.poll(async () => (await handle.describe()).status.name).toBe('COMPLETED');
      });

      const story = turns.flatMap(({ now, effects }) =>
        effects.map((effect) => ({
          now,
          what: effect.type === 'task' ? effect.state.status : effect.type,
          step: effect.step,
        })),
      );
      const planned = steps.flatMap(({ key, timing, lapseAt }) => [
        { at: timing!.opensAt, what: 'open', step: key },
        { at: timing!.dueAt, what: 'overdue', step: key },
        { at: timing!.escalateAt[0]!, what: 'escalated', step: key },
        { at: lapseAt, what: 'lapsed', step: key },
      ]);
      const byTime = (list: readonly { step: string; what: string }[]) =>
        list.map(({ step, what }) => `${step} ${what}`).sort();
      expect(byTime(story)).toEqual(byTime(planned));
      // How late is not asked here: this server skips on while a workflow task runs. Live, timers end on the millisecond
      // (test/live/minutes.test.ts).
      for (const { at, what, step } of planned) {
        const happened = story.find((each) => each.what === what && each.step === step)!.now;
        expect(happened, `${step} ${what}`).toBeGreaterThanOrEqual(at);
      }
      for (const { key } of steps) {
        expect(story.filter(({ step }) => step === key).map(({ what }) => what)).toEqual([
          'open',
          'overdue',
          'escalated',
          'lapsed',
        ]);
      }
      expect(turns.at(-1)!.now - start).toBeGreaterThan(2 * 365 * DAY);
    } finally {
      await environment.teardown();
    }
  },
  600_000,
);

const monthlyStep = (month: number, opensAt: number): StageStep => ({
  key: `ask/M${String(month).padStart(2, '0')}`,
  tasks: [{ key: `p/t/ask/M${month}/lead`, volunteer: false }],
  automatic: false,
  timing: { opensAt, dueAt: opensAt + 14 * DAY, escalateAt: [opensAt + 18 * DAY] },
  fallback: null,
  lapseAt: opensAt + 29 * DAY,
  emits: null,
});

function activitiesWith(
  steps: readonly StageStep[],
  turns: StageTurnInput[],
): Pick<Activities, 'loadStage' | 'commitStageTurn'> {
  return {
    async loadStage() {
      return { planVersion: 1, title: 'Asking', steps };
    },
    async commitStageTurn(turn) {
      // As in Postgres: a turn that is tried again is written once.
      if (!turns.some(({ version }) => version === turn.version)) turns.push(turn);
      return { dated: [], tell: [] };
    },
  };
}
