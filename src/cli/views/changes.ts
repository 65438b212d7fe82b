import type { StoredChange } from '../../change/ports.ts';
import { saysEdit } from '../../plan/index.ts';
import { tableMoment } from '../format/dates.ts';
import { table } from '../format/table.ts';
import type { Page } from './page.ts';

/** What a change does, in a few words. */
const saysChange = ({ edit }: Pick<StoredChange, 'edit'>): string =>
  'undoes' in edit ? `Take back ${edit.undoes}` : saysEdit(edit);

/** The changes of a program, the earliest first. */
export function changesLines(changes: readonly StoredChange[], page: Page): string[] {
  if (changes.length === 0) return ['Nothing has been changed since the launch.'];
  return table(
    [
      { title: 'CHANGE', value: ({ id }) => id },
      { title: 'MADE (UTC)', value: ({ appliedAt }) => moment(appliedAt) },
      { title: 'BY', value: ({ appliedBy }) => appliedBy ?? '·' },
      { title: 'WHAT', value: saysChange, shrinkTo: 20 },
      { title: '', value: ({ status }) => (status === 'undone' ? 'taken back' : '') },
    ],
    changes,
    page,
  );
}

const moment = (ms: number | null): string => (ms === null ? '·' : tableMoment(new Date(ms).toISOString()));
