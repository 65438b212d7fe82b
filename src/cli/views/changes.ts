import type { StoredChange } from '../../change/ports.ts';
import { saysChange } from '../../plan/index.ts';
import { tableMoment } from '../format/dates.ts';
import { table } from '../format/table.ts';
import type { Page } from './page.ts';

/** The changes of a program, the earliest first. */
export function changesLines(changes: readonly StoredChange[], page: Page): string[] {
  if (changes.length === 0) return ['Nothing has been changed since the launch.'];
  const standing = changes.filter(({ status }) => status === 'applied');
  const confirmed = new Set(
    standing.flatMap(({ edit }) => ('kind' in edit && edit.kind === 'confirm' ? [edit.amendment] : [])),
  );
  const waits = ({ id, edit, status }: StoredChange): boolean =>
    status === 'applied' &&
    'kind' in edit &&
    (edit.kind === 'amend' || edit.kind === 'tailor') &&
    edit.held.steps.length > 0 &&
    !confirmed.has(id);
  return table(
    [
      { title: 'CHANGE', value: ({ id }) => id },
      { title: 'MADE (UTC)', value: ({ appliedAt }) => moment(appliedAt) },
      { title: 'BY', value: ({ appliedBy }) => appliedBy ?? '·' },
      { title: 'WHAT', value: ({ edit }) => saysChange(edit), shrinkTo: 20 },
      {
        title: '',
        value: (change) =>
          change.status === 'undone' ? 'taken back' : waits(change) ? 'to be confirmed' : '',
      },
    ],
    changes,
    page,
  );
}

const moment = (ms: number | null): string => (ms === null ? '·' : tableMoment(new Date(ms).toISOString()));
