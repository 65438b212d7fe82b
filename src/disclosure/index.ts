export { foldForward, LEAST_ANSWERS, type Block, type DatedAnswer, type Folded } from './blocks.ts';
export { expectation, type Expectation } from './expectation.ts';
export { judge, type Exposure, type Figure, type Term, type Verdict } from './ledger.ts';
export { chartPoints, monthNumber } from './months.ts';
export { blocksOfQuarter, type PublishedBlock } from './quarters.ts';
export { shareOf, sumOf, together, type Share, type Sum } from './share.ts';
export { wilson, type Interval } from './wilson.ts';
