import { expect, it } from 'vitest';
import { compile } from '../../src/plan/index.ts';
import { ownTemporal } from '../harness/own-temporal.ts';
import { type Done, restlessLead } from './restless-lead.ts';
import { rehearsalPlace, untilFirstReview } from './rehearsing.ts';

const temporal = await ownTemporal();
const rehearsing = await rehearsalPlace(temporal);

/** 200 in a long run. */
const COUNT = Number(process.env['MILEPOST_TEST_CHANGES'] ?? 15);
const seed = Number(process.env['MILEPOST_TEST_CHANGES_SEED'] ?? 1);

it(
  `whatever a restless lead changes ${COUNT} times, and whatever dies meanwhile, every promise is kept (seed ${seed})`,
  { timeout: 120_000 + COUNT * 15_000 },
  async () => {
    const { program, roadmap } = untilFirstReview();
    const { stages } = compile(program, roadmap);
    const from = Math.min(...stages.map(({ starts }) => Date.parse(starts.utc)));
    const until = Math.max(...stages.map(({ closes }) => Date.parse(closes.utc)));
    const done: Done = { made: {}, refused: {}, conflicts: [] };
    let worker = 0;
    let restarts = 0;
    let instants = 0;
    const { report } = await rehearsing({
      program,
      roadmap,
      people: 'mixed',
      seed,
      lead: restlessLead({ seed, count: COUNT, program, roadmap, from, until }, done),
      onProgress(progress) {
        if (progress.type === 'worker') ({ pid: worker, restarts } = progress);
        if (progress.type !== 'instant') return;
        instants += 1;
        if (instants % 150 === 50) process.kill(worker, 'SIGKILL');
        if (instants % 150 === 100) {
          process.kill(temporal.child.pid, 'SIGSTOP');
          setTimeout(() => process.kill(temporal.child.pid, 'SIGCONT'), 1_000);
        }
      },
    });
    const { resume: _, ...changes } = done.made;
    const made = Object.values(changes).reduce((a, b) => a + b, 0);
    if (process.env['MILEPOST_TEST_CHANGES'] !== undefined) console.log(done, { instants, restarts });
    expect(report.broken).toEqual([]);
    expect(made).toBeGreaterThanOrEqual(COUNT);
    expect(restarts).toBeGreaterThan(0);
  },
);
