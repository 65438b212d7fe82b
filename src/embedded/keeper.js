// The keeper owns the processes of one local stack. It is detached from the terminal and tied to its
// parent by an IPC pipe: when the pipe closes, however the parent ended, it stops the processes in the
// reverse order of their start. One keeper for all, since separate watchdogs could not keep that order.
// Plain JavaScript, so that it starts without a loader.
import { spawn } from 'node:child_process';
import { existsSync, openSync, closeSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Paths to remove once everything has stopped, and a file to create when stopping begins. */
let atEnd = { remove: [], stoppingMark: undefined };

/** @type {{name: string, process: import('node:child_process').ChildProcess, spec: any, exited: Promise<void>}[]} */
const children = [];
let stopping;

function tell(message) {
  if (process.connected) process.send(message);
}

function openLog(file) {
  if (existsSync(file)) renameSync(file, `${file}.previous`);
  return openSync(file, 'a', 0o600);
}

function start({ name, spec }) {
  if (stopping) return tell({ type: 'failed', name, error: 'the stack is stopping' });
  const log = openLog(spec.logFile);
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    ...spec.identity,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const entry = { name, process: child, spec, exited: undefined };
  entry.exited = new Promise((resolve) => {
    child.on('spawn', () => {
      children.push(entry);
      tell({ type: 'started', name, pid: child.pid });
    });
    child.on('error', (error) => {
      if (child.pid !== undefined) return; // a signal that could not be delivered; `exit` tells the rest
      tell({ type: 'failed', name, error: error.message });
      resolve();
    });
    child.on('exit', (code, signal) => {
      const at = children.indexOf(entry);
      if (at >= 0) children.splice(at, 1);
      tell({ type: 'exited', name, code, signal });
      resolve();
    });
  });
}

async function stopOne(entry) {
  entry.process.kill(entry.spec.stopSignal);
  const hard = setTimeout(() => entry.process.kill('SIGKILL'), entry.spec.graceMs);
  await entry.exited;
  clearTimeout(hard);
}

function stopAll() {
  stopping ??= (async () => {
    if (atEnd.stoppingMark) writeFileSync(atEnd.stoppingMark, '');
    for (let last = children.at(-1); last; last = children.at(-1)) await stopOne(last);
    for (const path of atEnd.remove) rmSync(path, { recursive: true, force: true });
    process.exit(0);
  })();
  return stopping;
}

process.on('message', (message) => {
  switch (message.type) {
    case 'start':
      start(message);
      break;
    case 'stop': {
      const entry = children.find(({ name }) => name === message.name);
      if (entry) void stopOne(entry);
      break;
    }
    case 'atEnd':
      atEnd = message.what;
      break;
    case 'stopAll':
      void stopAll();
      break;
  }
});
process.on('disconnect', stopAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stopAll);
