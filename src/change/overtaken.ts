import { CommandError } from '../client/types.ts';
import { saysChange } from '../plan/index.ts';
import type { StoredChange } from './ports.ts';

/** Of more lines than these an error says how many there are. */
const MOST_NEWS = 20;

/** What a preview showed holds no longer. `news`: the lines that differ. */
export class Overtaken extends Error {
  readonly news: readonly string[];

  constructor(news: readonly string[]) {
    super('a preview no longer holds');
    this.news = news;
  }
}

/** Says what came before a change that was previewed: which other changes and whose, and what would differ now. */
export function saysOvertaken(
  { id, askedAt }: Pick<StoredChange, 'id' | 'askedAt'>,
  news: readonly string[],
  made: readonly StoredChange[],
): CommandError {
  const first = made.filter(({ appliedAt }) => appliedAt !== null && appliedAt >= askedAt);
  const left = news.length - MOST_NEWS;
  return new CommandError(
    'conflict',
    [
      `change ${id} would no longer do what its preview showed; nothing was changed. Since then:`,
      ...first.map(
        (change) =>
          `  ${change.appliedBy ?? 'somebody'} made change ${change.id}: ${saysChange(change.edit)}`,
      ),
      ...news.slice(0, MOST_NEWS),
      ...(left > 0 ? [`and ${left.toLocaleString('en-US')} more lines`] : []),
      'Ask for a new preview.',
    ].join('\n'),
  );
}
