export { foldForward, LEAST_ANSWERS, type Block, type DatedAnswer, type Folded } from './blocks.ts';
export { shareOf, sumOf, together, type Share, type Sum } from './share.ts';
export { wilson, type Interval } from './wilson.ts';
