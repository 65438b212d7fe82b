import { describe, expect, test } from 'vitest';
import type { Wish } from '../../src/change/wishes.ts';
import { makeProgram, makeRoadmap, step } from '../plan/fixtures.ts';
import { World } from './world.ts';

/** Invented example data. 12 August 2016 is a Friday, 5 September is Labor Day; quiet hours are 19:00 to 07:00. */
const roadmap = makeRoadmap({
  steps: [
    step('one', { day: 12, month: 'M1' }, { reminders: ['P1D'] }),
    step('two', { day: 25, month: 'M1' }, { reminders: ['P1D'] }),
    step('follows', { after: 'one', by: '3bd' }, { reminders: [] }),
  ],
});

async function conflicts(wish: Wish, people: object = {}): Promise<string> {
  const world = new World(makeProgram({ people: people as never }), roadmap);
  world.advance(Date.parse('2016-07-25T12:00:00Z'));
  const { radius } = await world.changes.preview({ program: 'program', by: 'pat', wish });
  expect(radius.problems).toEqual([]);
  return radius.conflicts.join('\n');
}

describe('the preview of a shift', () => {
  test('names the steps that would fall on a holiday or a weekend, and where they come to lie', async () => {
    expect(await conflicts({ kind: 'shift', scope: { step: 'one' }, days: 24 })).toContain(
      '1 step would fall on a day that is not worked: one (team) on Monday 5 September 2016 (Labor Day), so it is due 2016-09-06.',
    );
    expect(await conflicts({ kind: 'shift', scope: {}, days: 1 })).toContain(
      '1 step would fall on a day that is not worked: one (team) on Saturday 13 August 2016 (weekend)',
    );
  });

  test('says nothing of what counts business days from a step that is moved', async () => {
    // 17 August and four days would be a Sunday; but three business days after the 16th is Friday, the 19th.
    expect(await conflicts({ kind: 'shift', scope: { step: 'one' }, days: 4 })).not.toContain(
      'follows (team)',
    );
  });

  test('says nothing where all lands on days that are worked, at the same hour', async () => {
    expect(await conflicts({ kind: 'shift', scope: {}, days: 7 })).toBe('');
  });

  test('names the mails that leave at another hour: their receiver is away or off at that time', async () => {
    const off = { lea: { daysOff: ['2016-08-31'] } };
    expect(await conflicts({ kind: 'shift', scope: { step: 'two' }, days: 7 }, off)).toMatch(
      /mails? leaves? at another hour than before, when those who get them may be written to: reminder\.1 of two to lea, 2016-0\d-\d\d \d\d:\d\d/,
    );
  });
});

test('the preview of a new holiday names the mails that it defers', async () => {
  const holidays = [{ date: '2016-08-11', name: 'Clinic picnic' }];
  expect(await conflicts({ kind: 'calendar', calendar: 'days', holidays, workdays: [] })).toContain(
    'reminder.1 of one to lea',
  );
});
