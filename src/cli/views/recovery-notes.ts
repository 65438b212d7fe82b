import type { RecoveryNote } from '../../read/recovery-events.ts';
import { tableMoment } from '../format/dates.ts';
import { count, wrap } from '../format/text.ts';
import type { Page } from './page.ts';

/** What was wrong, in plain words. */
const wrong: Readonly<Record<string, string>> = {
  missing: 'nothing ran for it',
  other_epoch: 'an outdated run stood in its place',
  behind: 'what ran had lost turns',
  ahead: 'Postgres had lost turns',
  overdue: 'its next moment was long past',
  unheard: 'it had not heard what it was told',
  end_unheard: 'it had not heard that a part of it ended',
  unstarted: 'it was started and never answered',
};

const mended: Readonly<Record<string, string>> = {
  started: 'started from where it was',
  replaced: 'started anew from where it was',
  told: 'told again',
  waits: 'could not be mended; please look at it in the Temporal UI',
};

/** A drift and what was done about it. */
export const saysMended = (drift: string, did: string): string =>
  `${wrong[drift] ?? drift}: ${mended[did] ?? did}`;

/** What milepost mended in a program, and what it could not. Times are UTC: they are the machine's, not the program's. */
export function recoveryLines(notes: readonly RecoveryNote[], { width, style }: Page): string[] {
  return notes.flatMap((note) => [
    ...wrap(`${tableMoment(note.at.toISOString())}  ${said(note)}`, width - 2, ' '.repeat(18)).map(
      (line) => `  ${line}`,
    ),
    ...(note.what.startsWith('workflow.') ? [style.dim(`    ${note.key}`)] : []),
  ]);
}

function said({ what, detail }: RecoveryNote): string {
  switch (what) {
    case 'program.rehydrated':
      return `${count(detail.workflows ?? 0, 'workflow')} started again from Postgres`;
    case 'outbox.overdue':
      return `${count(detail.messages ?? 0, 'mail')} overdue, the first since ${tableMoment(detail.since ?? '')} UTC: no worker took them`;
    case 'workflow.mended':
    case 'workflow.waits':
      return saysMended(detail.drift ?? '', detail.did ?? '');
  }
}
