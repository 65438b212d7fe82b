import { LEAST_ANSWERS } from './blocks.ts';
import { combinationWithin } from './row-space.ts';

/** Something that was published, or is to be: a sum over answers. */
export interface Figure {
  readonly id: string;
  /** What it counts, in parts that are only ever counted whole (an answer, a month of a team), with their answers. */
  readonly parts: ReadonlyMap<string, number>;
}

/** One figure, taken so many times. */
export interface Term {
  readonly figure: string;
  readonly times: bigint;
}

/** What a figure would give away. */
export interface Exposure {
  /** Of how many answers: fewer than eleven. */
  readonly answers: number;
  /**
   * The figures that, added and subtracted, give it exactly. Null where they only narrow it down (a sum of few answers is a
   * whole number between none and all, and other figures hold it between two bounds), or where too many figures hang
   * together to look for the way.
   */
  readonly by: readonly Term[] | null;
}

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly exposure: Exposure };

/** Among how many figures, and in how many sets of cells, an explanation is looked for. The verdict does not depend on it. */
const MOST_EXPLAINED = 60;
const MOST_TRIED = 2000;

/**
 * Whether `asked` may be published beside what was.
 *
 * All figures together cut the answers into *cells*: answers that are in the same figures. Whatever anybody computes from
 * the figures, by whatever means, they could compute from the sums of the cells alone. So where every cell has eleven
 * answers, no sum over fewer can be had, and no bound on one beyond what its own cell says. A figure that leaves a cell of
 * one to ten is refused, also where that cell’s sum does not follow by adding and subtracting: bounds may still give it
 * away, or a later figure would.
 *
 * @param published all of the same item and wording that has an answer in common with `asked`, or with each other
 */
export function judge(published: readonly Figure[], asked: Figure, least = LEAST_ANSWERS): Verdict {
  const figures = [...published, asked];
  const cells = cellsOf(figures);
  const small = cells.flatMap(({ answers }, i) => (answers < least ? [i] : []));
  if (small.length === 0) return { allowed: true };
  return {
    allowed: false,
    exposure: (figures.length <= MOST_EXPLAINED ? computable(figures, cells, small, least) : null) ?? {
      answers: Math.min(...small.map((i) => cells[i]!.answers)),
      by: null,
    },
  };
}

interface Cell {
  /** Indices of the figures that count it, ascending. */
  readonly within: readonly number[];
  readonly answers: number;
}

/** A part without answers can tell nothing of any, and is in no cell. */
function cellsOf(figures: readonly Figure[]): Cell[] {
  const parts = new Map<string, { within: number[]; answers: number }>();
  figures.forEach((figure, i) => {
    for (const [part, answers] of figure.parts) {
      if (answers === 0) continue;
      const known = parts.get(part);
      if (known === undefined) parts.set(part, { within: [i], answers });
      else if (known.answers === answers) known.within.push(i);
      else
        throw new Error(
          `part ${part} has ${known.answers} answers in one figure and ${answers} in ${figure.id}`,
        );
    }
  });
  const cells = new Map<string, { within: readonly number[]; answers: number }>();
  for (const { within, answers } of parts.values()) {
    const key = within.join(' ');
    cells.set(key, { within, answers: (cells.get(key)?.answers ?? 0) + answers });
  }
  return [...cells.values()];
}

/**
 * A sum over fewer than `least` answers that follows from the figures by adding and subtracting. Every such sum is over
 * whole cells, and all of them small.
 */
function computable(
  figures: readonly Figure[],
  cells: readonly Cell[],
  small: readonly number[],
  least: number,
): Exposure | null {
  const rows = figures.map((_, i) => cells.map(({ within }) => (within.includes(i) ? 1 : 0)));
  let tried = 0;
  /** Sets that extend `chosen` by cells from `from` on. */
  const search = (chosen: readonly number[], from: number, room: number): Exposure | null => {
    if (chosen.length > 0) {
      tried += 1;
      const found = combinationWithin(rows, new Set(chosen));
      if (found !== null) return told(found.times);
    }
    for (let i = from; i < small.length && tried < MOST_TRIED; i += 1) {
      const cell = small[i]!;
      if (cells[cell]!.answers > room) continue;
      const found = search([...chosen, cell], i + 1, room - cells[cell]!.answers);
      if (found !== null) return found;
    }
    return null;
  };
  const told = (times: readonly bigint[]): Exposure => ({
    answers: cells
      .filter(({ within }) => within.reduce((sum, i) => sum + times[i]!, 0n) !== 0n)
      .reduce((sum, { answers }) => sum + answers, 0),
    by: figures.flatMap(({ id }, i) => (times[i] === 0n ? [] : [{ figure: id, times: times[i]! }])),
  });
  return combinationWithin(rows, new Set(small)) === null ? null : search([], 0, least - 1);
}
