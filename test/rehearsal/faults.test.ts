import { expect, it } from 'vitest';
import { ownTemporal, rehearsalPlace, untilFirstReview } from './rehearsing.ts';

const temporal = await ownTemporal();
const rehearsing = await rehearsalPlace(temporal);

it(
  'a worker killed three times and a Temporal server stopped and continued change nothing of what happens',
  { timeout: 400_000 },
  async () => {
    const files = untilFirstReview();
    const smooth = await rehearsing({ ...files, people: 'mixed' });

    let worker = 0;
    let restarts = 0;
    let instants = 0;
    const disturbed = await rehearsing({
      ...files,
      people: 'mixed',
      onProgress(progress) {
        if (progress.type === 'worker') ({ pid: worker, restarts } = progress);
        if (progress.type !== 'instant') return;
        instants += 1;
        if ([15, 45, 90].includes(instants)) process.kill(worker, 'SIGKILL');
        if (instants === 60) {
          process.kill(temporal.child.pid, 'SIGSTOP');
          setTimeout(() => process.kill(temporal.child.pid, 'SIGCONT'), 3_000);
        }
      },
    });

    expect(restarts).toBe(3);
    expect(disturbed.report.broken).toEqual([]);
    expect(disturbed.report.digest).toBe(smooth.report.digest);
  },
);
