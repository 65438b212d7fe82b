/** A published block of a team, as a sum over teams takes it. */
export interface PublishedBlock {
  readonly id: string;
  /** The month in which it closed. */
  readonly to: number;
}

/**
 * The blocks that make a clinic’s or organization’s figure of one quarter: those that closed by its last month, but for
 * what an earlier quarter took.
 *
 * A block belongs to the quarter in which it closed, with all its months: it is never divided. One that was published
 * only after the sum of its quarter goes into the next, so that none is lost and none counts twice.
 *
 * @param blocks of the teams, of one item and wording
 * @param taken the ids of those in the sums of earlier quarters
 * @param last the last month of the quarter
 */
export const blocksOfQuarter = <Block extends PublishedBlock>(
  blocks: readonly Block[],
  taken: ReadonlySet<string>,
  last: number,
): Block[] => blocks.filter(({ id, to }) => to <= last && !taken.has(id));
