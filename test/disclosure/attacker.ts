/**
 * Somebody who knows everything that was published, how many answers each part has, and linear algebra. Written without
 * the ledger’s help: it counts modulo a prime, where the ledger counts in whole numbers.
 *
 * The prime: where a sum over few answers follows from the figures at all, it follows modulo p too, unless p divides one
 * of the minors of the matrix. Those of k rows of 0 and 1 are at most (k + 1)^((k + 1) / 2) / 2^k (Hadamard), less than p
 * up to 19 rows that do not depend on each other. Beyond, one that p divides would have to be hit by chance.
 */
const P = 67_108_859;

export interface Published {
  readonly parts: ReadonlyMap<string, number>;
}

/** A sum over fewer answers than that, and the parts that it is over. */
export interface Find {
  readonly answers: number;
  readonly parts: readonly string[];
}

type Matrix = number[][];

function inverse(a: number): number {
  let [r, s, x, y] = [a, P, 1, 0];
  while (s !== 0) {
    const q = Math.floor(r / s);
    [r, s] = [s, r - q * s];
    [x, y] = [y, x - q * y];
  }
  return ((x % P) + P) % P;
}

/**
 * Rows that span the same sums, brought into steps by the columns in this order: each row is zero in every column that
 * was cleared before its own.
 */
function stepped(rows: Matrix, order: readonly number[]): { readonly row: number[]; readonly at: number }[] {
  let left = rows.map((row) => [...row]);
  const steps: { row: number[]; at: number }[] = [];
  order.forEach((column, at) => {
    const index = left.findIndex((row) => row[column] !== 0);
    if (index < 0) return;
    const [pivot] = left.splice(index, 1) as [number[]];
    const scale = inverse(pivot[column]!);
    left = left.map((row) => {
      const factor = (row[column]! * scale) % P;
      return factor === 0 ? row : row.map((value, i) => (value - ((factor * pivot[i]!) % P) + P) % P);
    });
    steps.push({ row: pivot, at });
  });
  return steps;
}

const shuffled = (length: number, uniform: () => number): number[] => {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i -= 1) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
};

function table(figures: readonly Published[]) {
  const parts = [...new Map(figures.flatMap((figure) => [...figure.parts])).entries()].filter(
    ([, answers]) => answers > 0,
  );
  const rows = figures.map((figure) => parts.map(([part]) => (figure.parts.has(part) ? 1 : 0)));
  return { parts, rows };
}

/**
 * Clears the parts in many orders, those with most answers rather first, and looks at every row that is left on the
 * way: a sum of the published figures. No grouping, no theory.
 */
export function attackByTrying(
  figures: readonly Published[],
  least: number,
  tries: number,
  uniform: () => number,
): Find | null {
  const { parts, rows } = table(figures);
  for (let i = 0; i < tries; i += 1) {
    const order = shuffled(parts.length, uniform);
    if (i % 2 === 0) order.sort((a, b) => parts[b]![1] - parts[a]![1]);
    for (const { row } of stepped(rows, order)) {
      const support = parts.filter((_, column) => row[column] !== 0);
      const answers = support.reduce((sum, [, count]) => sum + count, 0);
      if (answers > 0 && answers < least) return { answers, parts: support.map(([part]) => part) };
    }
  }
  return null;
}

/**
 * Every sum over fewer answers than `least` that follows from the figures by adding and subtracting is found, if there is
 * one. A sum of figures has the same factor on parts that are in the same figures, so these are merged; then all sets of
 * parts that are light enough are tried: whether clearing everything else leaves a row.
 *
 * @returns null where there is none; `undefined` where there were too many sets to try
 */
export function attackInFull(
  figures: readonly Published[],
  least: number,
  most = 20_000,
): Find | null | undefined {
  const { parts, rows } = table(figures);
  const merged = new Map<string, { columns: number[]; answers: number }>();
  parts.forEach(([, answers], column) => {
    const key = rows.map((row) => row[column]).join('');
    const known = merged.get(key) ?? { columns: [], answers: 0 };
    merged.set(key, { columns: [...known.columns, column], answers: known.answers + answers });
  });
  const groups = [...merged.values()];
  const narrow = rows.map((row) => groups.map(({ columns }) => row[columns[0]!]!));
  const light = groups.flatMap(({ answers }, i) => (answers < least ? [i] : []));
  let tried = 0;
  const search = (chosen: readonly number[], from: number, room: number): Find | null | undefined => {
    if (chosen.length > 0) {
      if ((tried += 1) > most) return undefined;
      const outside = groups.flatMap((_, i) => (chosen.includes(i) ? [] : [i]));
      const last = stepped(narrow, [...outside, ...chosen]).at(-1);
      if (last !== undefined && last.at >= outside.length) {
        const support = groups.filter((_, i) => last.row[i] !== 0);
        return {
          answers: support.reduce((sum, { answers }) => sum + answers, 0),
          parts: support.flatMap(({ columns }) => columns.map((column) => parts[column]![0])),
        };
      }
    }
    for (let i = from; i < light.length; i += 1) {
      const { answers } = groups[light[i]!]!;
      if (answers > room) continue;
      const found = search([...chosen, light[i]!], i + 1, room - answers);
      if (found !== null) return found;
    }
    return null;
  };
  return search([], 0, least - 1);
}
