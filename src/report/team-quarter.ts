import { monthOccurrence } from '../domain/keys.ts';
import type { Language } from '../domain/language.ts';
import type { Asking, ChartPoint, Goal, GoalMonth, ItemResults } from '../measure/index.ts';

/** What a team looks back on. Months are `M03`; the charts go from the first month of all to the last of these. */
export interface TeamQuarter {
  readonly language: Language;
  readonly program: string;
  readonly team: string;
  readonly clinic: string | null;
  /** `Q2`; null where some months are looked back on that are no quarter: no review belongs to them. */
  readonly quarter: string | null;
  readonly months: { readonly first: number; readonly last: number };
  /** YYYY-MM-DD: its month is M0. */
  readonly launch: string;
  /** YYYY-MM-DD: how things stood on this day of the team. */
  readonly on: string;
  readonly asking: Asking;
  readonly items: readonly ReportedItem[];
  readonly goals: readonly (GoalMonth & { readonly goal: Goal })[];
  readonly told: readonly { readonly month: string; readonly said: string; readonly did: string }[];
  /** What the review of the quarter wrote down. */
  readonly review: readonly {
    readonly title: string;
    readonly answers: readonly { readonly label: string; readonly value: string }[];
  }[];
}

export interface ReportedItem {
  readonly question: string;
  /** The answers that count as good, as in `often or always`. */
  readonly good: string;
  readonly results: ItemResults;
  readonly points: readonly ChartPoint[];
}

/** Whether a month (`M03`) is one of those that are looked back on. */
export const isWithin = ({ first, last }: TeamQuarter['months'], month: string): boolean =>
  monthOccurrence(first) <= month && month <= monthOccurrence(last);

/** A change that was adopted, at the month whose goal told so. */
export interface PracticeChange {
  readonly number: number;
  readonly month: string;
  readonly change: string;
}

/** Tests that became practice, in the order in which that was told: they annotate the charts. */
export const practiceChanges = (goals: readonly GoalMonth[]): PracticeChange[] =>
  goals
    .flatMap(({ goal, outcome }) =>
      goal !== null && outcome?.decision === 'adopted'
        ? [{ month: outcome.month, change: goal.test ?? goal.goal }]
        : [],
    )
    .map((change, index) => ({ ...change, number: index + 1 }));

/** The first and the last month of a point of a chart: of `M03 to M05`, or of `M03`. */
export function monthsOf(point: string): readonly [first: string, last: string] {
  const [first = point, last = first] = point.split(' to ');
  return [first, last];
}

/** The point at which a month falls: its own, or that of the block that it lies in; -1 where there is none. */
export function pointOf(points: readonly ChartPoint[], month: string): number {
  return points.findIndex((point) => {
    const [first, last] = monthsOf(point.month);
    return first <= month && month <= last;
  });
}
