import { exitCodes } from './exit-codes.ts';

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Resolves when somebody asked to stop. */
  readonly asked: Promise<void>;
  /** Back to the usual: the next Ctrl-C ends the process. */
  end(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on the first Ctrl-C (or a polite kill) asks to stop in order; the second one ends the process at once. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve()));
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort(new Error('interrupted'));
  };
  for (const signal of signals) process.on(signal, stop);
  // Neither a signal handler nor the keeper of the stack holds a process alive that only waits.
  const hold = setInterval(() => undefined, 2 ** 30);
  return {
    signal: controller.signal,
    asked,
    end() {
      clearInterval(hold);
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
