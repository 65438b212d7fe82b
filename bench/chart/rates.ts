/**
 * How often the chart rules call out where nothing changed, and how often they find what did: by simulation.
 *
 *     npx tsx bench/chart/rates.ts [--series N] [--seed N] [--json]
 */
import { parseArgs } from 'node:util';
import { BASELINE_POINTS, runChart } from '../../src/measure/index.ts';
import { mulberry32 } from './mulberry32.ts';

interface Rate {
  readonly answers: number;
  readonly points: number;
  readonly shift: number;
  readonly runs: number;
  readonly either: number;
}

interface Power {
  readonly answers: number;
  readonly from: number;
  readonly to: number;
  readonly months: number;
  readonly found: number;
}

const { values } = parseArgs({
  options: {
    series: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
  },
});
const series = Number(values.series);
const random = mulberry32(Number(values.seed));

/** The share of so many answers that is yes. */
function share(answers: number, chance: number): number {
  let yes = 0;
  for (let i = 0; i < answers; i += 1) if (random() < chance) yes += 1;
  return yes / answers;
}

const chartOf = (shares: readonly number[]) =>
  runChart(shares.map((value, i) => ({ month: String(i), value })));

const shareOf = (times: number, happens: () => boolean): number => {
  let count = 0;
  for (let i = 0; i < times; i += 1) if (happens()) count += 1;
  return count / times;
};

/** Nothing changes: 60 % say yes in every month. */
function falseAlarms(answers: number, points: number): Rate {
  let shift = 0;
  let runs = 0;
  const either = shareOf(series, () => {
    const chart = chartOf(Array.from({ length: points }, () => share(answers, 0.6)));
    const shifted = chart.shifts.length > 0;
    const ran = (chart.runs?.signal ?? null) !== null;
    shift += Number(shifted);
    runs += Number(ran);
    return shifted || ran;
  });
  return { answers, points, shift: shift / series, runs: runs / series, either };
}

/** After ten months it changes for good: how often does a shift that ends then say so within so many months? */
function power(answers: number, from: number, to: number, months: number): Power {
  const found = shareOf(series, () => {
    const shares = Array.from({ length: BASELINE_POINTS + months }, (_, i) =>
      share(answers, i < BASELINE_POINTS ? from : to),
    );
    return chartOf(shares).shifts.some(
      ({ side, to: last }) => side === (to > from ? 'above' : 'below') && Number(last) >= BASELINE_POINTS,
    );
  });
  return { answers, from, to, months, found };
}

const answersAMonth = [12, 20, 40];
const rates = answersAMonth.flatMap((answers) =>
  [12, 15, 20, 25].map((points) => falseAlarms(answers, points)),
);
const powers = answersAMonth.flatMap((answers) =>
  [7, 12].flatMap((months) => [power(answers, 0.6, 0.75, months), power(answers, 0.6, 0.9, months)]),
);

if (values.json)
  console.log(JSON.stringify({ case: 'chart', series, seed: Number(values.seed), rates, powers }));
else {
  const percent = (rate: number) => `${(rate * 100).toFixed(0)} %`.padStart(6);
  console.log(`${series} series each\n\nNothing changes (60 %):\nanswers  points   shift    runs  either`);
  for (const { answers, points, shift, runs, either } of rates) {
    console.log(
      `${String(answers).padStart(7)} ${String(points).padStart(7)} ${percent(shift)}  ${percent(runs)}  ${percent(either)}`,
    );
  }
  console.log('\nIt changes after ten months:\nanswers    from      to  within   found');
  for (const { answers, from, to, months, found } of powers) {
    console.log(
      `${String(answers).padStart(7)}  ${percent(from)}  ${percent(to)} ${String(months).padStart(7)}  ${percent(found)}`,
    );
  }
}
