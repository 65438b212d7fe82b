import { BASELINE_POINTS, type RunChart } from '../measure/index.ts';
import type { ReportWords } from './words.ts';

/** What a run chart says, a sentence for each thing. */
export function chartSays({ median, missing, shifts, runs }: RunChart, words: ReportWords): string[] {
  if (median === null) return [words.points(BASELINE_POINTS - missing, BASELINE_POINTS)];
  const said = [
    ...shifts.map(({ from, to, side }) => words.shift(from, to, side)),
    ...(runs?.signal === 'few' ? [words.few] : []),
    ...(runs?.signal === 'many' ? [words.many] : []),
  ];
  return said.length === 0 ? [words.calm] : said;
}
