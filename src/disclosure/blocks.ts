/** No figure is shown of fewer answers. */
export const LEAST_ANSWERS = 11;

/** One answer to one item. `month` is that in which its patient was asked: 3 is M3. */
export interface DatedAnswer {
  readonly id: string;
  readonly month: number;
}

/** Whole months of one team, one item and one wording, whose answers are told of together: at least eleven. */
export interface Block {
  readonly from: number;
  readonly to: number;
  /** The ids of its answers, in the order of the alphabet: theirs says nothing of how they came. */
  readonly answers: readonly string[];
}

export interface Folded {
  /** Closed now, to be published, in their order. */
  readonly closed: readonly Block[];
  /** The months whose answers wait for those of months to come. How many wait is not said. */
  readonly waiting: { readonly from: number; readonly to: number } | null;
}

/**
 * Folds whole months forward: a block takes month after month until it has enough answers, and then closes for good.
 *
 * - Blocks never overlap, and the first begins with the first month that has an answer. A month at rest, or without
 *   answers, lies within the block that it falls into.
 * - What was published is never cut anew. An answer that comes after its month was published belongs to the block that
 *   is open then.
 * - What never reaches eleven is never shown.
 * - A block that the ledger refuses does not close: it goes on taking months.
 *
 * One wording is one series: a new version of an item begins with no block, and what waits of the old one goes on waiting.
 *
 * @param answers of one team, item and version, in any order
 * @param published the blocks of this series so far, in their order
 * @param through the last month that is over; later ones are not looked at
 * @param allows whether this block, after those that were closed before it, may be published
 */
export function foldForward(
  answers: readonly DatedAnswer[],
  published: readonly Block[],
  through: number,
  {
    least = LEAST_ANSWERS,
    allows = () => true,
  }: { readonly least?: number; readonly allows?: (block: Block) => boolean } = {},
): Folded {
  const taken = new Set(published.flatMap((block) => block.answers));
  const free = answers.filter(({ id, month }) => month <= through && !taken.has(id));
  const last = published.at(-1);
  let from = last === undefined ? Math.min(...free.map(({ month }) => month)) : last.to + 1;
  const closed: Block[] = [];
  let open: string[] = [];
  for (let month = from; month <= through; month += 1) {
    const late = closed.length === 0 && month === from;
    open.push(
      ...free.filter((each) => each.month === month || (late && each.month < month)).map(({ id }) => id),
    );
    if (open.length < least) continue;
    const block = { from, to: month, answers: [...open].sort() };
    if (!allows(block)) continue;
    closed.push(block);
    from = month + 1;
    open = [];
  }
  return { closed, waiting: from <= through ? { from, to: through } : null };
}
