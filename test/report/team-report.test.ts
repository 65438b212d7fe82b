import { expect, test } from 'vitest';
import { chartSays } from '../../src/report/chart-says.ts';
import { chartSvg } from '../../src/report/chart-svg.ts';
import { practiceChanges, pointOf } from '../../src/report/team-quarter.ts';
import { teamCsv, teamPage } from '../../src/report/index.ts';
import { reportWords } from '../../src/report/words.ts';
import { runChart } from '../../src/measure/index.ts';
import { noFigures, sample } from './sample.ts';

test('a report opens with what was heard, and comes to numbers after that', () => {
  const page = teamPage(sample('en'));
  const order = [
    'You said, we did',
    'The review of the quarter',
    'Goals and tests',
    'What patients said',
    'How many took part',
  ];
  const places = order.map((heading) => page.indexOf(`<h2>${heading}</h2>`));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('it shows the quarter’s figures with their intervals, and the whole line so far', () => {
  const page = teamPage(sample('en'));
  expect(page).toContain(
    '<tr><td>M18 (Jul 2028)</td><td class="n">21</td><td class="n">86 %</td><td>65 % and 95 %</td></tr>',
  );
  expect(page).not.toContain('<td>M15');
  expect(page.match(/<circle [^>]*r="3.5"/g)).toHaveLength(2 * 16);
});

test('a shift has rings, a change that stayed has its number at its month, and both are told in words', () => {
  const page = teamPage(sample('en'));
  expect(page).toContain('Six or more in a row above the median, M13 to M18.');
  expect(page.match(/<circle [^>]*r="7"/g)).toHaveLength(6);
  expect(page).toContain('<li>M13 (Feb 2028): <span class="words">A nurse calls at noon</span></li>');
  expect(page).toMatch(/stroke-dasharray="2 3"\/><text [^>]*>1<\/text>/);
});

test('what people wrote is text, in the page and in the rows', () => {
  const page = teamPage(sample('en'));
  expect(page).toContain('Nobody calls back &#60;b&#62;');
  expect(page).not.toContain('<b>');
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  const csv = teamCsv(sample('en'));
  expect(csv).toContain(`'=SUM(A1) is not a formula`);
  expect(csv).not.toMatch(/(^|,|")[=+@]/m);
});

test('rows have a head, figures of the quarter alone, and shares from 0 to 1', () => {
  const [head, ...rows] = teamCsv(sample('en')).replace('\uFEFF', '').trim().split('\r\n');
  expect(head).toBe('team,quarter,what,months,asked,answers,share,low,high,text');
  expect(rows.filter((row) => row.includes(',item,'))).toEqual([
    'Harbor Family,Q5,item,M16,,19,0.842,0.624,0.945,I could get help when I needed it (often or always)',
    'Harbor Family,Q5,item,M17,,20,0.85,0.64,0.948,I could get help when I needed it (often or always)',
    'Harbor Family,Q5,item,M18,,21,0.857,0.654,0.95,I could get help when I needed it (often or always)',
  ]);
});

test('where nothing came yet each part says so, and no chart is drawn', () => {
  const page = teamPage(noFigures('en'));
  for (const said of [
    'Nothing was told to patients',
    'No goal was set',
    'No figure closed',
    'no counts came',
    'has not been written down',
  ]) {
    expect(page).toContain(said);
  }
  expect(page).not.toContain('<svg');
});

test('in Spanish it says all of its own in Spanish', () => {
  const page = teamPage(sample('es'));
  expect(page).toContain('<html lang="es">');
  expect(page).toContain('Trimestre 5, M16 (may 2028) a M18 (jul 2028)');
  expect(page).toContain('Seis o más seguidos por encima de la mediana');
  expect(page).not.toMatch(/You said|What patients|Six or more|Likely|of those asked/);
  // A block of several months is named as the language has it, in sentences as well.
  const blocks = ['M03 to M05', 'M06 to M08'] as const;
  const shifted = { from: blocks[0], to: blocks[1], side: 'above', months: 6 } as const;
  const chart = { median: 0.5, baseline: null, missing: 0, shifts: [shifted], runs: null };
  expect(chartSays(chart, reportWords.es)[0]).toContain('de la mediana, M03 a M05 a M06 a M08');
  expect(teamPage(noFigures('es'))).not.toMatch(/Nothing|No goal|No figure|counts/);
});

test('a month without a value breaks the line, and is no point', () => {
  const points = [0.5, 0.6, null, 0.7].map((value, i) => ({ month: `M0${i + 1}`, value }));
  const svg = chartSvg({
    id: 'x',
    title: 'T',
    says: 'S',
    points,
    chart: runChart(points),
    median: 'median',
    notes: [],
  });
  const line = /<path d="([^"]+)" fill="none"/.exec(svg)![1]!;
  expect(line.match(/M/g)).toHaveLength(2);
  expect(line.match(/L/g)).toHaveLength(1);
  expect(svg.match(/<circle/g)).toHaveLength(3);
  expect(svg).toContain('role="img" aria-labelledby="x-t x-d"');
});

test('only what was adopted annotates a chart, at its month or at the block that holds it', () => {
  const { goals } = sample('en');
  const [goal] = goals;
  expect(
    practiceChanges([
      goal!,
      { ...goal!, outcome: null },
      { ...goal!, outcome: { month: 'M14', decision: 'let-go', learned: null } },
    ]),
  ).toEqual([{ number: 1, month: 'M13', change: 'A nurse calls at noon' }]);
  const blocks = ['M03 to M05', 'M06', 'M07 to M09'].map((month) => ({ month, value: 0.5 }));
  expect(pointOf(blocks, 'M04')).toBe(0);
  expect(pointOf(blocks, 'M08')).toBe(2);
  expect(pointOf(blocks, 'M10')).toBe(-1);
});
