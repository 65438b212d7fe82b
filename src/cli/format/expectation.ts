import { BASELINE_POINTS } from '../../measure/index.ts';
import type { Expectation } from '../../disclosure/index.ts';
import { count } from './text.ts';

const numbers = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** `about 6 answers a month: a figure about every two months, and no chart (that takes 10 figures; about 7 will come)` */
export function saysExpectation({ answers, monthsForFigure, figures, months }: Expectation): string {
  const size = `about ${count(answers, 'answer')} a month`;
  if (Math.round(figures) === 0) {
    return `${size}: no figure in ${count(months, 'month')} of asking is to be expected; what patients write and say is what there will be`;
  }
  return `${size}: a figure ${howOften(monthsForFigure)}, ${
    figures < BASELINE_POINTS
      ? `and no monthly chart (it takes ${BASELINE_POINTS} figures; about ${Math.round(figures)} will come)`
      : `and a chart after about ${count(Math.round(BASELINE_POINTS * monthsForFigure), 'month')} of asking`
  }`;
}

function howOften(months: number): string {
  if (months < 1.1) return 'every month';
  if (months < 1.4) return 'in most months';
  if (months < 1.75) return 'every month or two';
  const whole = Math.round(months);
  return `about every ${numbers[whole] ?? whole} months`;
}
