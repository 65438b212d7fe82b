/**
 * The seeds to try: the first `usual` ones, or those of `MILEPOST_TEST_SEEDS` (`1-10000`) in a long run, of which a slow
 * test takes the first `nth` part.
 */
export function seedRange(
  usual: number,
  nth = 1,
): {
  readonly first: number;
  readonly last: number;
  /** How many times as long as usual it may take. */
  readonly share: number;
  /** Says now and then how far a long run is. */
  readonly passed: (seed: number) => void;
} {
  const asked = /^(\d+)-(\d+)$/.exec(process.env['MILEPOST_TEST_SEEDS'] ?? '');
  const [first, last] = asked === null ? [1, usual] : partOf(Number(asked[1]), Number(asked[2]), nth);
  let count = 0;
  return {
    first,
    last,
    share: Math.max(1, (last - first + 1) / usual),
    passed(seed) {
      count += 1;
      if (asked !== null && count % 100 === 0) console.log(`  ${count} of ${last - first + 1}, seed ${seed}`);
    },
  };
}

const partOf = (first: number, last: number, nth: number): [number, number] => [
  first,
  first + Math.ceil((last - first + 1) / nth) - 1,
];
