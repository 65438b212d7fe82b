import { fork } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What to run, and how it is to be stopped. */
export interface ChildSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Run as this user, where the parent is root and the program refuses to be. */
  readonly identity?: { readonly uid: number; readonly gid: number };
  readonly stopSignal: NodeJS.Signals;
  /** After this long it is killed. */
  readonly graceMs: number;
  /** Takes its output; that of the run before is kept beside it as `.previous`. */
  readonly logFile: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  readonly stopSignal: NodeJS.Signals;
  /** Resolves when it has ended, for whatever reason. */
  readonly exited: Promise<Exit>;
  stop(): Promise<Exit>;
}

export interface Keeper {
  readonly pid: number;
  atEnd(what: AtEnd): void;
  /** Starts a process under a name that no living child of this keeper has. */
  start(name: string, spec: ChildSpec): Promise<Child>;
  /** Stops all children, the last started first, and then the keeper. */
  stop(): Promise<void>;
  /** Resolves when the keeper has ended. */
  readonly ended: Promise<void>;
}

/** What the keeper does at the end, even after our death. */
export interface AtEnd {
  /** Files and directories that it removes when everything has stopped, in this order. */
  readonly remove: readonly string[];
  /** A file that it creates when it begins to stop. */
  readonly stoppingMark?: string;
}

type FromKeeper =
  | { readonly type: 'started'; readonly name: string; readonly pid: number }
  | { readonly type: 'failed'; readonly name: string; readonly error: string }
  | ({ readonly type: 'exited'; readonly name: string } & Exit);

interface Waiting {
  started(pid: number): void;
  failed(error: Error): void;
  exited(exit: Exit): void;
}

const script = fileURLToPath(new URL('keeper.js', import.meta.url));

/**
 * Starts a keeper: a detached process that runs children on our behalf and stops them in order when we
 * ask, or when we are gone. An open keeper does not hold this process alive by itself.
 */
export function openKeeper(): Keeper {
  const keeper = fork(script, [], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<string, Waiting>();
  let requests = 0;
  const hold = (change: 1 | -1): void => {
    requests += change;
    if (requests > 0) keeper.channel?.ref();
    else keeper.channel?.unref();
  };
  keeper.unref();
  keeper.channel?.unref();

  const ended = new Promise<void>((resolve) => {
    keeper.on('exit', () => {
      for (const child of waiting.values()) {
        child.failed(new Error('the keeper of the local stack ended'));
        child.exited({ code: null, signal: null });
      }
      waiting.clear();
      resolve();
    });
  });
  keeper.on('message', (message: FromKeeper) => {
    const child = waiting.get(message.name);
    switch (message.type) {
      case 'started':
        child?.started(message.pid);
        break;
      case 'failed':
        waiting.delete(message.name);
        child?.failed(new Error(message.error));
        break;
      case 'exited':
        waiting.delete(message.name);
        child?.exited({ code: message.code, signal: message.signal });
        break;
    }
  });

  async function start(name: string, spec: ChildSpec): Promise<Child> {
    if (waiting.has(name)) throw new Error(`"${name}" runs already`);
    await mkdir(dirname(spec.logFile), { recursive: true });
    let exited!: (exit: Exit) => void;
    const exit = new Promise<Exit>((resolve) => (exited = resolve));
    hold(1);
    try {
      const pid = await new Promise<number>((started, failed) => {
        waiting.set(name, { started, failed, exited });
        keeper.send({ type: 'start', name, spec });
      });
      return {
        name,
        pid,
        logFile: spec.logFile,
        stopSignal: spec.stopSignal,
        exited: exit,
        async stop() {
          hold(1);
          if (keeper.connected && waiting.has(name)) keeper.send({ type: 'stop', name });
          const result = await exit;
          hold(-1);
          return result;
        },
      };
    } catch (error) {
      throw new Error(`could not start ${name} (${spec.command}): ${(error as Error).message}`);
    } finally {
      hold(-1);
    }
  }

  return {
    pid: keeper.pid!,
    ended,
    start,
    atEnd: (what) => void keeper.send({ type: 'atEnd', what }),
    async stop() {
      keeper.ref();
      if (keeper.connected) keeper.send({ type: 'stopAll' });
      await ended;
    },
  };
}
