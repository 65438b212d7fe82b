import { monthOccurrence } from '../domain/keys.ts';
import { type Asking, asking, type ItemResults, teamResults } from '../measure/index.ts';
import type { Reader } from '../read/connection.ts';
import { answeredItems, publishedFigures, type ResultsMonth } from '../read/figures.ts';
import { monthlyCounts } from '../read/monthly-counts.ts';

export interface TeamItems {
  readonly items: readonly ItemResults[];
  /** The months that ask patients. */
  readonly asked: ReadonlySet<number>;
  /** The last month whose results are out; null where none are. */
  readonly through: number | null;
}

/**
 * What patients of a team said, as it was shown.
 *
 * @param results the months whose results it is given, in their order
 * @param last as of this month: nothing later is looked at
 */
export async function teamItems(
  reader: Reader,
  program: string,
  team: string,
  results: readonly ResultsMonth[],
  last = Infinity,
): Promise<TeamItems> {
  const asked = new Set(results.map(({ month }) => month));
  const through = results.findLast(({ month, out }) => out && month <= last)?.month ?? null;
  const figures = await publishedFigures(reader, program, `team:${team}`);
  const items = teamResults(
    figures.filter(({ to }) => to <= last),
    await answeredItems(reader, program, team),
    asked,
    through,
    monthOccurrence,
  );
  return { items, asked, through };
}

/** How asking went for a team, month by month. @param last as of {@link teamItems} */
export async function teamAsking(
  reader: Reader,
  program: string,
  team: string,
  last = Infinity,
): Promise<Asking> {
  const known = (await monthlyCounts(reader, program, team))
    .filter(({ counts, awaited }) => counts !== null || !awaited)
    .map(({ occurrence, counts }) => ({ number: Number(occurrence.slice(1)), counts }))
    .filter(({ number }) => number <= last);
  return asking(known, monthOccurrence);
}
