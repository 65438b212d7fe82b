import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Arrival, FromSender, FromSink, ToSender, ToSink } from './messages.ts';

const STALLED_MS = 120_000;

/**
 * Starts a process of this bench; its standard output goes to our standard error, which is where talk belongs.
 * Its end before it was told to end is ours, too.
 */
function start(file: string, args: readonly string[]): { child: ChildProcess; expectEnd: () => void } {
  const child = fork(new URL(file, import.meta.url), args, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, TZ: 'UTC' },
  });
  let expected = false;
  child.once('exit', (code, signal) => {
    if (!expected) throw new Error(`${file} ended too early: ${code ?? signal}`);
  });
  return {
    child,
    expectEnd: () => {
      expected = true;
    },
  };
}

/**
 * The next message of a type from a child. One listener until it comes: `once` in a loop would miss a message that
 * arrives in the same breath as the one before it.
 */
function next<M extends { type: string }, T extends M['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<M, { type: T }>> {
  return new Promise((resolve) => {
    const hear = (message: unknown): void => {
      if ((message as M).type !== type) return;
      child.off('message', hear);
      resolve(message as Extract<M, { type: T }>);
    };
    child.on('message', hear);
  });
}

export interface Sink {
  readonly url: string;
  /** Resolves when so many mails were acknowledged since the last reset. */
  received(count: number): Promise<void>;
  reset(): Promise<void>;
  report(): Promise<readonly Arrival[]>;
  stop(): void;
}

export async function startSink(): Promise<Sink> {
  const { child, expectEnd } = start('./sink-process.ts', []);
  const { url } = await next<FromSink, 'listening'>(child, 'listening');
  const tell = (message: ToSink): void => void child.send(message);
  return {
    url,
    async received(count) {
      let last = -1;
      let moved = Date.now();
      for (;;) {
        const { count: now } = await next<FromSink, 'count'>(child, 'count');
        if (now >= count) return;
        if (now !== last) moved = Date.now();
        last = now;
        if (Date.now() - moved > STALLED_MS)
          throw new Error(`${now} of ${count} mails arrived, then no more`);
      }
    },
    async reset() {
      const done = next<FromSink, 'reset'>(child, 'reset');
      tell({ type: 'reset' });
      await done;
    },
    async report() {
      const reported = next<FromSink, 'report'>(child, 'report');
      tell({ type: 'report' });
      return (await reported).arrivals;
    },
    stop() {
      expectEnd();
      child.disconnect();
    },
  };
}

export interface Sender {
  /** Counts its work from now on; the floor begins to send. */
  measure(): void;
  report(): Promise<{ readonly cpuSeconds: number; readonly peakBytes: number }>;
  stop(): Promise<void>;
}

/** Starts a process that sends, or launches; resolves when it is ready. */
export async function startSender(file: string, args: readonly (string | number)[]): Promise<Sender> {
  const { child, expectEnd } = start(file, args.map(String));
  await next<FromSender, 'ready'>(child, 'ready');
  const tell = (message: ToSender): void => void child.send(message);
  return {
    measure: () => tell({ type: 'measure' }),
    async report() {
      const reported = next<FromSender, 'report'>(child, 'report');
      tell({ type: 'report' });
      return reported;
    },
    async stop() {
      const gone = once(child, 'exit');
      expectEnd();
      tell({ type: 'stop' });
      await gone;
    },
  };
}
