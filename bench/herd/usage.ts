import type { FromSender, ToSender } from './messages.ts';

/** Answers the bench about this process's work since `measure`. `peakBytes` is of the whole life of the process. */
export function answerForUsage(onMeasure: () => void, onStop: () => Promise<void>): void {
  let since = process.cpuUsage();
  const send = (message: FromSender): void => void process.send?.(message);
  process.on('message', (message: ToSender) => {
    switch (message.type) {
      case 'measure':
        since = process.cpuUsage();
        return onMeasure();
      case 'report': {
        const { user, system } = process.cpuUsage(since);
        return send({
          type: 'report',
          cpuSeconds: (user + system) / 1e6,
          peakBytes: process.resourceUsage().maxRSS * 1024,
        });
      }
      case 'stop':
        return void onStop().then(() => process.disconnect());
    }
  });
  // The bench was stopped: nobody waits for this any more.
  process.on('disconnect', () => process.exit());
  send({ type: 'ready' });
}
