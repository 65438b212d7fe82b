/** A sum of so many times each row. */
export interface Combination {
  readonly times: readonly bigint[];
  /** What it is in each column. */
  readonly values: readonly bigint[];
}

/**
 * Finds rows that, added and subtracted, leave something in the columns `inside` and nothing in all others: what anybody
 * can compute who knows the sums that the rows stand for. Null where that cannot be done.
 *
 * Exact: fraction-free elimination over the integers. It clears the columns outside one by one; what is left of the
 * rows then spans all sums that lie inside.
 */
export function combinationWithin(
  rows: readonly (readonly number[])[],
  inside: ReadonlySet<number>,
): Combination | null {
  const columns = rows[0]?.length ?? 0;
  let left = rows.map((row, i) => [...row.map(BigInt), ...rows.map((_, j) => (i === j ? 1n : 0n))]);
  for (let column = 0; column < columns; column += 1) {
    if (inside.has(column)) continue;
    const pivot = left.find((row) => row[column] !== 0n);
    if (pivot === undefined) continue;
    left = left.filter((row) => row !== pivot).map((row) => cleared(row, pivot, column));
  }
  const found = left.find((row) => row.slice(0, columns).some((value) => value !== 0n));
  return found === undefined ? null : { values: found.slice(0, columns), times: found.slice(columns) };
}

/** `row` without its value in `column`, by as little of `pivot` as does it. */
function cleared(row: bigint[], pivot: readonly bigint[], column: number): bigint[] {
  const [mine, its] = [row[column]!, pivot[column]!];
  if (mine === 0n) return row;
  const result = row.map((value, i) => value * its - pivot[i]! * mine);
  const divisor = result.reduce(gcd, 0n);
  return divisor <= 1n ? result : result.map((value) => value / divisor);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
