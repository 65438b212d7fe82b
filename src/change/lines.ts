import type { Radius } from './radius.ts';
import type { Span, TallyLine } from './tally.ts';

/** Of more lines than these only the count is kept of what is alike, with a digest of every line behind it. */
export const MOST_LINES = 20_000;

/** How many steps, tasks and messages a change is about. */
export const sizeOf = ({ tally }: Pick<Radius, 'tally'>): number =>
  tally.reduce((sum, { count }) => sum + count, 0);

/**
 * A radius as lines to compare: what moves, is cancelled or appears, and when. Two previews that show the same have
 * the same lines, in the same order. What goes out at once has no time of its own. What an amendment holds back until
 * it is confirmed is no part: as time goes on, other messages would leave within its day.
 */
export function linesOf(radius: Radius): string[] {
  if (sizeOf(radius) > MOST_LINES) return radius.tally.map(saysTally);
  const { steps, tasks, messages } = radius;
  const at = (moment: { readonly utc: string } | null | undefined): string => moment?.utc ?? '-';
  const listed = (needs: readonly string[]): string => (needs.length === 0 ? '-' : needs.join(','));
  return [
    ...steps.flatMap(({ team, step, occurrence, needs }) =>
      needs === undefined
        ? []
        : [`step ${team}/${step}/${occurrence} needs: ${listed(needs.from)} -> ${listed(needs.to)}`],
    ),
    ...steps
      .filter(({ effect }) => effect !== 'needs')
      .map(
        ({ effect, team, step, occurrence, from, to }) =>
          `step ${team}/${step}/${occurrence} ${effect}: due ${at(from?.due)} -> ${at(to?.due)}`,
      ),
    ...tasks.map(({ key, effect, from, to }) => `task ${key} ${effect}: ${from ?? '-'} -> ${to ?? '-'}`),
    ...messages
      .filter(({ effect, unconfirmed }) => effect !== 'holds' || !unconfirmed)
      .map(
        ({ key, effect, before, after, atOnce }) =>
          `message ${key} ${effect}: ${at(before)} -> ${atOnce ? 'at once' : at(after)}`,
      ),
  ].sort();
}

function saysTally({
  what,
  step,
  occurrence,
  kind,
  effect,
  count,
  before,
  after,
  digest,
}: TallyLine): string {
  const within = (span: Span | null): string =>
    span === null ? '-' : span.first === span.last ? span.first : `${span.first}..${span.last}`;
  const name = [what, kind, `${step}/${occurrence}`].filter((word) => word !== null).join(' ');
  return `${name} ${effect}: ${within(before)} -> ${within(after)}, ${count} in all (${digest})`;
}

/** What two sets of lines do not share: `-` for what was shown, `+` for what would happen now. */
export function difference(shown: readonly string[], now: readonly string[]): string[] {
  const [before, after] = [new Set(shown), new Set(now)];
  return [
    ...shown.filter((line) => !after.has(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !before.has(line)).map((line) => `+ ${line}`),
  ];
}
