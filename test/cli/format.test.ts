import { describe, expect, test } from 'vitest';
import { bar } from '../../src/cli/format/bars.ts';
import { duration, longMoment, monthNumber, tableMoment } from '../../src/cli/format/dates.ts';
import { inColour, noColour } from '../../src/cli/format/style.ts';
import { table } from '../../src/cli/format/table.ts';
import { count, listed, truncate, visibleWidth, wrap } from '../../src/cli/format/text.ts';

describe('text', () => {
  test('colour codes take no columns', () => {
    expect(visibleWidth(inColour.red('niño'))).toBe(4);
  });
  test('a cut text says that it was cut, and keeps to its width', () => {
    expect(truncate('journey mapping', 8)).toBe('journey…');
    expect(truncate('journey', 7)).toBe('journey');
    expect(truncate('journey', 0)).toBe('');
    expect(truncate(inColour.red('journey'), 4)).toBe(inColour.red('jou…'));
  });
  test('lines break between words and never inside one', () => {
    expect(wrap('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
    expect(wrap('a extraordinarily b', 8, '  ')).toEqual(['a', '  extraordinarily', '  b']);
    expect(wrap('', 8)).toEqual(['']);
  });
  test('counting and listing read as English', () => {
    expect([count(1, 'team'), count(2, 'team'), count(1200, 'person', 'people')]).toEqual([
      '1 team',
      '2 teams',
      '1,200 people',
    ]);
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});

describe('dates', () => {
  test('a local time is told with its weekday', () => {
    expect(longMoment('2016-11-14T09:00')).toBe('Mon 14 Nov 2016, 09:00');
    expect(tableMoment('2016-11-14T09:00:30')).toBe('2016-11-14 09:00');
  });
  test('the launch month is month 0, also over the turn of a year and before the launch', () => {
    expect(monthNumber('2016-07-31', '2016-07-01T00:00')).toBe(0);
    expect(monthNumber('2016-07-01', '2017-02-28T23:59')).toBe(7);
    expect(monthNumber('2016-07-01', '2016-06-30T09:00')).toBe(-1);
  });
  test('a stretch of time is told in its two largest units', () => {
    expect([duration(45_000), duration(120_000), duration(200_000), duration(7_500_000)]).toEqual([
      '45 s',
      '2 min',
      '3 min 20 s',
      '2 h 05 min',
    ]);
  });
});

test('a bar never leaves its width', () => {
  expect(bar(0.5, 4)).toBe('██░░');
  expect([bar(-1, 3), bar(7, 3), bar(Number.NaN, 3)]).toEqual(['░░░', '███', '░░░']);
});

describe('a table', () => {
  const rows = [
    { name: 'Harbor East primary care', open: 3 },
    { name: 'Norte', open: 12 },
  ];
  const columns = [
    { title: 'TEAM', value: (row: (typeof rows)[number]) => row.name, shrinkTo: 6 },
    { title: 'OPEN', value: (row: (typeof rows)[number]) => String(row.open), align: 'right' as const },
  ];

  test('gives way in its shrinking columns only', () => {
    expect(table(columns, rows, { width: 20, style: noColour })).toEqual([
      'TEAM            OPEN',
      'Harbor East p…     3',
      'Norte             12',
    ]);
  });
  test('keeps the least width of a column even where the terminal is narrower', () => {
    expect(table(columns, rows, { width: 5, style: noColour })[1]).toBe('Harbo…     3');
  });
  test('says nothing where there is nothing', () => {
    expect(table(columns, [], { width: 20, style: noColour })).toEqual([]);
  });
});
