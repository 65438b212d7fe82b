export { foldForward, LEAST_ANSWERS, type Block, type DatedAnswer } from './blocks.ts';
export { expectation, type Expectation } from './expectation.ts';
export { judge, type Figure } from './ledger.ts';
export { chartPoints, monthNumber } from './months.ts';
export { blocksOfQuarter } from './quarters.ts';
export { shareOf, sumOf, together, type Share, type Sum } from './share.ts';
export { wilson } from './wilson.ts';
