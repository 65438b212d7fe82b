import { setTimeout as pause } from 'node:timers/promises';
import { openReader } from '../read/connection.ts';
import { programStatuses, type ProgramStatus } from '../read/program-status.ts';
import { openLiveScreen } from './live-screen.ts';
import { liveLines, logLine } from './views/live.ts';
import { currentMonth } from './views/status.ts';
import type { Progress } from '../rehearsal/progress.ts';
import type { Terminal } from './terminal.ts';

/** Shows a program going by: redrawn in place on a terminal, else a line for each of its months. */
export interface ProgressView {
  /** Begins to look at the program of this database. */
  watch(databaseUrl: string): void;
  /** A line of its own; what is redrawn goes on below it. */
  note(line: string): void;
  /** Shows the last state and stops looking. */
  close(): Promise<void>;
}

const EVERY_MS = 500;

export function openProgressView(terminal: Terminal): ProgressView {
  const screen = terminal.interactive ? openLiveScreen(terminal) : null;
  const closing = new AbortController();
  let watching: Promise<void> = Promise.resolve();
  let month = Number.NaN;

  function show(program: ProgramStatus): void {
    if (screen !== null) {
      screen.show(liveLines(program, terminal));
    } else if (currentMonth(program) !== month) {
      month = currentMonth(program);
      terminal.note(logLine(program));
    }
  }

  async function watch(databaseUrl: string): Promise<void> {
    const reader = openReader(databaseUrl);
    try {
      for (let last = false; ; last = closing.signal.aborted) {
        // The database may be away for a moment, or not have the program yet: the next look tells.
        const [program] = await programStatuses(reader).catch(() => []);
        if (program !== undefined) show(program);
        if (last) return;
        await pause(EVERY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    } finally {
      await reader.close();
    }
  }

  return {
    watch(databaseUrl) {
      watching = watch(databaseUrl);
    },
    note(line) {
      screen?.leave();
      terminal.note(line);
    },
    async close() {
      closing.abort();
      await watching;
      screen?.leave();
    },
  };
}

/** Tells a view what a rehearsal in this database says of itself. */
export const tellView =
  (view: ProgressView, databaseUrl: string) =>
  (progress: Progress): void => {
    switch (progress.type) {
      case 'ready':
        if (progress.resumed) view.note('It goes on where it stopped before.');
        view.note(`Its mails: ${progress.mailsUrl}\n`);
        view.watch(databaseUrl);
        return;
      case 'worker':
        if (progress.restarts > 0) view.note('The worker ended and was started again; nothing is lost.');
        return;
      case 'checking':
        view.note('\nAll is over. Checking what was promised against what arrived …');
        return;
      case 'instant':
      case 'snapshot':
        return;
    }
  };
