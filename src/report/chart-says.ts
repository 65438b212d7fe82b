import { BASELINE_POINTS, type RunChart } from '../measure/index.ts';
import { monthsOf } from './team-quarter.ts';
import type { ReportWords } from './words.ts';

/** What a run chart says, a sentence for each thing. */
export function chartSays({ median, missing, shifts, runs }: RunChart, words: ReportWords): string[] {
  const said = (point: string): string => words.span(...monthsOf(point));
  if (median === null) return [words.points(BASELINE_POINTS - missing, BASELINE_POINTS)];
  const sentences = [
    ...shifts.map(({ from, to, side }) => words.shift(said(from), said(to), side)),
    ...(runs?.signal === 'few' ? [words.few] : []),
    ...(runs?.signal === 'many' ? [words.many] : []),
  ];
  return sentences.length === 0 ? [words.calm] : sentences;
}
