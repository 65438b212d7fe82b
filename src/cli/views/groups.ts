import type { Preview } from '../../change/changes.ts';
import type { GroupItem } from '../../change/groups.ts';
import { count, wrap } from '../format/text.ts';
import type { Page } from './page.ts';

interface GroupsPage extends Page {
  readonly full: boolean;
}

const FIRST_ITEMS = 12;

/** Whether something of a new version has still to be decided. */
export const isUndecided = ({ depends, radius }: Preview): boolean =>
  depends !== null && radius.problems.length === 0;

/** What a new version of the roadmap brings, in three groups; of the second, how it is decided. */
export function groupLines(groups: readonly GroupItem[] | null, page: GroupsPage): string[] {
  if (groups === null) return [];
  const of = (group: GroupItem['group']) => groups.filter((item) => item.group === group);
  const open = of('decide').filter(({ decided }) => decided === null);
  const some = (items: readonly GroupItem[]) => (page.full ? items : items.slice(0, FIRST_ITEMS));
  const left = (items: readonly GroupItem[]): string[] =>
    items.length > some(items).length
      ? [page.style.dim(`  and ${count(items.length - some(items).length, 'more')} (--full shows all)`)]
      : [];
  const block = (title: string, items: readonly GroupItem[], all = false): string[] =>
    items.length === 0
      ? []
      : [
          '',
          page.style.bold(title),
          ...(all ? items : some(items)).flatMap((item) => itemLines(item, page)),
          ...(all ? [] : left(items)),
        ];
  return [
    ...block('Safe', of('safe')),
    ...block('Needs a decision', of('decide'), true),
    ...block('Impossible', of('impossible')),
    '',
    ...(open.length === 0 ? [] : howToDecide(open, page)),
  ];
}

function itemLines({ id, says, decided }: GroupItem, { width, style }: Page): string[] {
  const verdict = { keep: ' (stays as it was)', take: ' (taken)' };
  const head = decided === null ? id : `${id}${verdict[decided]}`;
  return [
    `  ${style.bold(head)}`,
    ...says.flatMap((sentence) => wrap(sentence, width - 4, '').map((line) => `    ${line}`)),
  ];
}

function howToDecide(open: readonly GroupItem[], { width }: Page): string[] {
  const ids = open.map(({ id }) => id);
  return wrap(
    `Nothing can be applied until each is decided: --keep ID leaves it as it is, --take ID takes up the new version, \`all\` is what is not named. For instance: --keep ${ids.join(' ')}`,
    width,
  );
}
