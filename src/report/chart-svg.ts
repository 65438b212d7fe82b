import type { ChartPoint, RunChart } from '../measure/index.ts';
import { escaped } from './html.ts';
import { monthsOf } from './team-quarter.ts';

/** A run chart to draw: shares from 0 to 1, in the order of their months. */
export interface ChartPicture {
  /** Names the picture: no two on a page have the same. */
  readonly id: string;
  readonly title: string;
  /** What the chart says, in a sentence or two, for whoever does not see it. */
  readonly says: string;
  readonly points: readonly ChartPoint[];
  readonly chart: RunChart;
  /** The word for the median, as it stands at its line. */
  readonly median: string;
  /** Practice changes, by the point at which they fall: numbered on the chart, and told below it. */
  readonly notes: readonly { readonly at: number; readonly number: number }[];
}

const WIDTH = 640;
const HEIGHT = 240;
const LEFT = 44;
const RIGHT = 12;
const TOP = 16;
const BOTTOM = 34;
/** More names than this would run into each other. */
const MOST_NAMES = 9;

const at = (n: number): string => String(Math.round(n * 10) / 10);

/**
 * A run chart as SVG, without script or style of its own: lines and words take the colour of the text around them. What
 * differs, differs in shape as well: a shift has rings, the median is dashed, a month without a value breaks the line.
 */
export function chartSvg({ id, title, says, points, chart, median, notes }: ChartPicture): string {
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, points.length - 1);
  const x = (index: number): number =>
    LEFT + (points.length === 1 ? (WIDTH - LEFT - RIGHT) / 2 : index * step);
  const y = (share: number): number => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  const shifted = shiftedPoints(points, chart);
  const every = Math.ceil(points.length / MOST_NAMES);
  const parts = [
    `<title id="${id}-t">${escaped(title)}</title><desc id="${id}-d">${escaped(says)}</desc>`,
    ...[0, 0.25, 0.5, 0.75, 1].map(
      (share) =>
        `<path d="M${LEFT} ${at(y(share))}H${WIDTH - RIGHT}" stroke="currentColor" stroke-opacity=".18"/>` +
        `<text x="${LEFT - 6}" y="${at(y(share) + 4)}" text-anchor="end">${share * 100} %</text>`,
    ),
    ...notes.map(
      ({ at: index, number }) =>
        `<path d="M${at(x(index))} ${TOP}V${HEIGHT - BOTTOM}" stroke="currentColor" stroke-opacity=".5" stroke-dasharray="2 3"/>` +
        `<text x="${at(x(index))}" y="${TOP - 4}" text-anchor="middle">${number}</text>`,
    ),
    ...(chart.median === null
      ? []
      : [
          `<path d="M${LEFT} ${at(y(chart.median))}H${WIDTH - RIGHT}" stroke="currentColor" stroke-dasharray="7 5"/>`,
          `<text x="${WIDTH - RIGHT}" y="${at(y(chart.median) - 5)}" text-anchor="end">${escaped(median)} ${Math.round(chart.median * 100)} %</text>`,
        ]),
    `<path d="${lineThrough(points, x, y)}" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>`,
    ...points.flatMap(({ value }, index) =>
      value === null
        ? []
        : [
            `<circle cx="${at(x(index))}" cy="${at(y(value))}" r="3.5" fill="currentColor"/>`,
            ...(shifted.has(index)
              ? [
                  `<circle cx="${at(x(index))}" cy="${at(y(value))}" r="7" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
                ]
              : []),
          ],
    ),
    ...points.flatMap(({ month }, index) =>
      index % every === 0
        ? [
            `<text x="${at(x(index))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${escaped(monthsOf(month)[1])}</text>`,
          ]
        : [],
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-size="12" font-family="system-ui, sans-serif" fill="currentColor">${parts.join('')}</svg>`;
}

/** A line from point to point; what has no value breaks it. */
function lineThrough(
  points: readonly ChartPoint[],
  x: (index: number) => number,
  y: (share: number) => number,
): string {
  let pen = 'M';
  return points
    .flatMap(({ value }, index) => {
      if (value === null) {
        pen = 'M';
        return [];
      }
      const part = `${pen}${at(x(index))} ${at(y(value))}`;
      pen = 'L';
      return [part];
    })
    .join('');
}

/** Points on the right side of the median in a stretch that is a shift. */
function shiftedPoints(points: readonly ChartPoint[], { shifts, median }: RunChart): ReadonlySet<number> {
  const found = new Set<number>();
  if (median === null) return found;
  const indexOf = (month: string): number => points.findIndex((point) => point.month === month);
  for (const { from, to, side } of shifts) {
    for (let index = indexOf(from); index <= indexOf(to); index += 1) {
      const value = points[index]?.value ?? null;
      if (value !== null && (side === 'above' ? value > median : value < median)) found.add(index);
    }
  }
  return found;
}
