import { LEAST_ANSWERS } from '../disclosure/index.ts';
import { monthNumber } from '../disclosure/index.ts';
import type { ChartPoint, RunChart } from '../measure/index.ts';
import { chartSays } from './chart-says.ts';
import { chartSvg } from './chart-svg.ts';
import { escaped } from './html.ts';
import { monthName } from './month-name.ts';
import { isWithin, practiceChanges, pointOf, type ReportedItem, type TeamQuarter } from './team-quarter.ts';
import { type ReportWords, reportWords } from './words.ts';

const style = `
@page { size: A4; margin: 16mm; }
* { box-sizing: border-box; }
:root { color-scheme: light; }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; color: #1c2421; background: #fff; font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; font-size: 1.25rem; break-after: avoid; }
h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; break-after: avoid; }
p, dl, table { margin: .5rem 0; }
.quiet { color: #4a5651; }
.words { overflow-wrap: anywhere; white-space: pre-line; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; }
th { border-bottom: 1px solid #8a9691; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere; white-space: pre-line; }
figure { margin: .75rem 0; break-inside: avoid; color: #0f5c4d; }
figcaption { color: #1c2421; }
svg { display: block; width: 100%; min-width: 32rem; height: auto; }
section, .goal { break-inside: avoid-page; }
`;

/** How a month is named in this report. */
const namer =
  ({ launch, language }: TeamQuarter) =>
  (month: number | string): string =>
    monthName(typeof month === 'string' ? monthNumber(month) : month, launch, language);

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/**
 * The report of a quarter of a team as a page of HTML that needs nothing else: for the screen, for a phone, and for the
 * printer (and so as PDF). It opens with what was heard, and comes to numbers then.
 */
export function teamPage(report: TeamQuarter): string {
  const words = reportWords[report.language];
  const title = teamTitle(report);
  const place = report.clinic === null ? report.team : `${report.team}, ${report.clinic}`;
  return `<!doctype html>
<html lang="${report.language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(`${place}: ${title}`)}</title>
<style>${style}</style>
<main>
<h1>${escaped(place)}</h1>
<p>${escaped(title)} · ${escaped(report.program)} · <span class="quiet">${escaped(words.on(report.on))}</span></p>
${teamSections(report)}
</main>
</html>
`;
}

/** The parts of the page, for another page that has a frame of its own: what was heard comes before numbers. */
export function teamSections(report: TeamQuarter): string {
  const words = reportWords[report.language];
  return [
    heard(report, words),
    report.quarter === null ? '' : reviewed(report, words),
    goals(report, words),
    results(report, words),
    taking(report, words),
  ].join('\n');
}

/** `Quarter 5, M16 (May 2028) to M18 (Jul 2028)` */
export function teamTitle(report: TeamQuarter): string {
  const words = reportWords[report.language];
  const name = namer(report);
  return words.title(report.quarter, words.span(name(report.months.first), name(report.months.last)));
}

function heard(report: TeamQuarter, words: ReportWords): string {
  const name = namer(report);
  const parts = report.told.map(
    ({ month, said, did }) =>
      `<h3>${name(month)}</h3><dl><dt>${words.said}</dt><dd>${escaped(said)}</dd><dt>${words.did}</dt><dd>${escaped(did)}</dd></dl>`,
  );
  const nothing = `<p class="quiet">${words.heardNothing}</p>`;
  return `<section><h2>${words.heard}</h2>${parts.length === 0 ? nothing : parts.join('\n')}</section>`;
}

function reviewed({ review }: TeamQuarter, words: ReportWords): string {
  const parts = review.map(
    ({ title, answers }) =>
      `<h3>${escaped(title)}</h3><dl>${answers.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`,
  );
  const nothing = `<p class="quiet">${words.noReview}</p>`;
  return `<section><h2>${words.review}</h2>${parts.length === 0 ? nothing : parts.join('\n')}</section>`;
}

function goals(report: TeamQuarter, words: ReportWords): string {
  const name = namer(report);
  const own = report.goals.filter(({ month }) => isWithin(report.months, month));
  const parts = own.map(({ month, goal, against, outcome }) => {
    const line = (label: string, value: string | null): string =>
      value === null ? '' : `<dt>${label}</dt><dd>${escaped(value)}</dd>`;
    const sealed =
      goal.prediction === null || against === null ? '' : ` (${words.sealed(name(against.month))})`;
    const came =
      outcome === null
        ? words.notTold
        : [words.decisions[outcome.decision] ?? outcome.decision, outcome.learned].filter(Boolean).join(': ');
    return `<div class="goal"><h3>${name(month)}: <span class="words">${escaped(goal.goal)}</span></h3><dl>${line(words.forWhom, goal.forWhom)}${line(words.byWhen, goal.byWhen)}${line(words.test, goal.test)}${line(words.prediction, goal.prediction === null ? null : goal.prediction + sealed)}${goal.test === null ? '' : line(words.outcome, came)}</dl></div>`;
  });
  const nothing = `<p class="quiet">${words.noGoals}</p>`;
  return `<section><h2>${words.goals}</h2>${parts.length === 0 ? nothing : parts.join('\n')}</section>`;
}

function results(report: TeamQuarter, words: ReportWords): string {
  const parts = report.items.map((item, index) => itemPart(item, index, report, words));
  const changes = practiceChanges(report.goals);
  const list =
    changes.length === 0
      ? ''
      : `<h3>${words.changes}</h3><ol>${changes.map(({ month, change }) => `<li>${namer(report)(month)}: <span class="words">${escaped(change)}</span></li>`).join('')}</ol>`;
  return `<h2>${words.results}</h2>
<p class="quiet">${parts.length === 0 ? words.noFigure(LEAST_ANSWERS) : words.rule(LEAST_ANSWERS)}</p>
${parts.join('\n')}${list}`;
}

function itemPart(item: ReportedItem, index: number, report: TeamQuarter, words: ReportWords): string {
  const { first, last } = report.months;
  const { blocks, waiting, chart } = item.results;
  const name = namer(report);
  const own = blocks.filter(({ to }) => first <= to && to <= last);
  const rows = own.map(
    ({ from, to, n, share, interval: { low, high } }) =>
      `<tr><td>${words.span(name(from), name(to))}</td><td class="n">${n}</td><td class="n">${percent(share)}</td><td>${words.range(percent(low), percent(high))}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? `<p>${words.noFigure(LEAST_ANSWERS)}</p>`
      : `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(item.question)}"><table><thead><tr><th>${words.month}</th><th>${words.answers}</th><th>${escaped(item.good)}</th><th>${words.likely}</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  const waits =
    waiting === null
      ? ''
      : `<p class="quiet">${words.waits(words.span(name(waiting.from), name(waiting.to)))}</p>`;
  return `<section><h3>${escaped(item.question)}</h3>${table}${waits}${figure(`item-${index + 1}`, item.question, item.points, chart, report, words)}</section>`;
}

function taking(report: TeamQuarter, words: ReportWords): string {
  const { asking, months } = report;
  const name = namer(report);
  const own = asking.months.filter(({ month }) => isWithin(months, month));
  const rows = own.map((each) =>
    each.state === 'counted'
      ? `<tr><td>${name(each.month)}</td><td class="n">${each.counts.asked}</td><td class="n">${each.counts.returned}</td><td class="n">${each.participation.ofAsked === null ? '' : percent(each.participation.ofAsked)}</td></tr>`
      : `<tr><td>${name(each.month)}</td><td colspan="3">${each.state === 'rest' ? words.atRest : words.noCounts}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? `<p class="quiet">${words.noCounts}</p>`
      : `<div class="scroll" tabindex="0" role="group" aria-label="${words.asking}"><table><thead><tr><th>${words.month}</th><th>${words.asked}</th><th>${words.returned}</th><th>${words.share}</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  const points = asking.months.map((each) => ({
    month: each.month,
    value: each.state === 'counted' ? each.participation.ofAsked : null,
  }));
  return `<section><h2>${words.asking}</h2>${table}${figure('asking', words.participation, points, asking.chart, report, words)}</section>`;
}

function figure(
  id: string,
  of: string,
  points: readonly ChartPoint[],
  chart: RunChart,
  report: TeamQuarter,
  words: ReportWords,
): string {
  if (points.every(({ value }) => value === null)) return '';
  const says = chartSays(chart, words).join(' ');
  const notes = practiceChanges(report.goals)
    .map(({ number, month }) => ({ number, at: pointOf(points, month) }))
    .filter(({ at }) => at >= 0);
  const svg = chartSvg({ id, title: words.chart(of), says, points, chart, median: words.median, notes });
  return `<figure><div class="scroll" tabindex="0" role="group" aria-label="${escaped(words.chart(of))}">${svg}</div><figcaption>${escaped(says)}</figcaption></figure>`;
}
