/** The number of a program month: 3 of `M03`. */
export const monthNumber = (occurrence: string): number => Number(occurrence.slice(1));

/** The points of a run chart of blocks. A month at rest breaks the line before the block that it lies in. */
export const chartPoints = (
  blocks: readonly { readonly from: number; readonly to: number; readonly share: number }[],
  isAtRest: (month: number) => boolean,
  nameOf: (month: number) => string,
): { month: string; value: number | null }[] =>
  blocks.flatMap(({ from, to, share }) => {
    const months = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const rest = months.find(isAtRest);
    const month = from === to ? nameOf(from) : `${nameOf(from)} to ${nameOf(to)}`;
    return [...(rest === undefined ? [] : [{ month: nameOf(rest), value: null }]), { month, value: share }];
  });
