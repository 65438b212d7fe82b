/** How often a property is tried: so often in a usual run, and `MILEPOST_TEST_RUNS` times as often in a long one. */
export const runs = (count: number): { readonly numRuns: number } => ({
  numRuns: Math.max(1, Math.round(count * Number(process.env['MILEPOST_TEST_RUNS'] ?? 1))),
});
