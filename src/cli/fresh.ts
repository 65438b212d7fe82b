import { access } from 'node:fs/promises';
import { readStack, removeStack } from '../embedded/stack.ts';
import { CliError } from './errors.ts';
import type { Terminal } from './terminal.ts';

/** Forgets what the local stack of a directory holds, after asking. Throws `refused` while it runs, or when told no. */
export async function forgetStack(dir: string, yes: boolean, terminal: Terminal): Promise<void> {
  const there = await access(dir).then(
    () => true,
    () => false,
  );
  if (!there) return;
  if ((await readStack(dir)) !== null) {
    throw new CliError(
      'refused',
      `the local stack in ${dir} is running. Stop it first (Ctrl-C where it was started), then begin anew.`,
    );
  }
  const question = `Begin anew? Everything in ${dir} is deleted: programs, tasks, mails.`;
  if (!yes && !(await terminal.confirm(question))) throw new CliError('refused', 'nothing was deleted');
  await removeStack(dir);
}
