/**
 * The number of runs about a median that chance alone leaves likely: exactly 2.5 % lie below `low`, and above `high`, at
 * most.
 */
export interface RunLimits {
  readonly low: number;
  readonly high: number;
}

const TAIL = 0.025;

/**
 * Limits for `above` and `below` points on either side, by the exact conditional distribution of Wald and Wolfowitz
 * (1940, Annals of Mathematical Statistics 11: 147-162). Printed tables after Swed and Eisenhart (1943) give nearly the
 * same, and differ by one here and there. Null where one side is empty.
 */
export function runLimits(above: number, below: number): RunLimits | null {
  if (above === 0 || below === 0) return null;
  const most = above === below ? 2 * above : 2 * Math.min(above, below) + 1;
  const all = choose(above + below, above);
  const chances = Array.from({ length: most - 1 }, (_, i) => ways(i + 2, above, below) / all);
  let low = 2;
  for (let tail = chances[0]!; tail <= TAIL; tail += chances[low - 2]!) low += 1;
  let high = most;
  for (let tail = chances[most - 2]!; tail <= TAIL; tail += chances[high - 2]!) high -= 1;
  return { low, high };
}

/** In how many orders `above` and `below` points make this many runs. */
function ways(runs: number, above: number, below: number): number {
  const half = Math.floor(runs / 2);
  if (runs % 2 === 0) return 2 * choose(above - 1, half - 1) * choose(below - 1, half - 1);
  return (
    choose(above - 1, half) * choose(below - 1, half - 1) +
    choose(above - 1, half - 1) * choose(below - 1, half)
  );
}

function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let result = 1;
  for (let i = 1; i <= k; i += 1) result = (result * (n - k + i)) / i;
  return Math.round(result);
}
