import { expect, it } from 'vitest';
import { usFederalDays } from '../../src/rehearsal/checker/us-federal.ts';

it('the checker knows the federal holidays of 2016 and 2017 and the days on which they are observed', () => {
  expect(new Set([...usFederalDays(2016), ...usFederalDays(2017)])).toEqual(
    new Set([
      '2016-01-01',
      '2016-01-18',
      '2016-02-15',
      '2016-05-30',
      '2016-07-04',
      '2016-09-05',
      '2016-10-10',
      '2016-11-11',
      '2016-11-24',
      '2016-12-25',
      '2016-12-26',
      '2017-01-01',
      '2017-01-02',
      '2017-01-16',
      '2017-02-20',
      '2017-05-29',
      '2017-07-04',
      '2017-09-04',
      '2017-10-09',
      '2017-11-10',
      '2017-11-11',
      '2017-11-23',
      '2017-12-25',
    ]),
  );
});

it('New Year’s Day on a Saturday is observed in the year before; 19 June counts from 2021', () => {
  expect(usFederalDays(2021)).toEqual(expect.arrayContaining(['2021-12-31', '2021-06-18', '2021-06-19']));
  expect(usFederalDays(2020)).not.toContain('2020-06-19');
});
