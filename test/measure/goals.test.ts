import { expect, test } from 'vitest';
import { noColour } from '../../src/cli/format/style.ts';
import { goalLines } from '../../src/cli/views/goals.ts';
import { type AskedGoal, goalsOf } from '../../src/measure/goals.ts';

const DAY = 86_400_000;
/** 17:00 in Los Angeles, which is the next day in UTC. */
const at = (month: number, day: number): number => Date.UTC(2027, month, day + 1, 0);
const asked = (n: number, rest: Partial<AskedGoal> = {}): AskedGoal => ({
  month: `M0${n}`,
  dueAt: at(n, 12),
  zone: 'America/Los_Angeles',
  status: 'completed',
  answer: null,
  closedAt: null,
  ...rest,
});
const written = (n: number, answer: Record<string, unknown>): AskedGoal =>
  asked(n, { answer, closedAt: at(n, 10) });
const results = [1, 2, 3, 4, 5].map((n) => ({ month: `M0${n}`, at: at(n, 3) + DAY / 2 }));

const whole = {
  goal: 'Call back within a day',
  'for-whom': 'People who ask about medicine',
  'by-when': '2027-06-30',
  'rests-on': 'question',
  test: 'One nurse calls at noon',
  prediction: 'Nine of ten are called the same day',
  'last-test': 'none',
  staff: 2,
};

test('a prediction is held against the first results that come after it was written', () => {
  const [first] = goalsOf([written(2, whole)], results);
  expect(first).toMatchObject({ state: 'set', against: { month: 'M03', at: at(3, 3) + DAY / 2 } });
  expect(first!.against!.at).toBeGreaterThan(first!.goal!.writtenAt);
  expect(goalsOf([written(5, whole)], results)[0]!.against).toBeNull();
});

test('what came of a test stands in the next goal that was set, also where a month went by without', () => {
  const next = { ...whole, goal: 'Write it down', 'last-test': 'adapted', learned: 'noon is too late' };
  const months = goalsOf([written(2, whole), asked(3, { status: 'lapsed' }), written(4, next)], results);
  expect(months.map(({ state }) => state)).toEqual(['set', 'none', 'set']);
  expect(months[0]!.outcome).toEqual({ month: 'M04', decision: 'adapted', learned: 'noon is too late' });
  expect(months[2]!.outcome).toBeNull();
});

test('a month that says that there was no test tells nothing of the one before', () => {
  expect(goalsOf([written(2, whole), written(3, whole)], results)[0]!.outcome).toBeNull();
});

test('what is waived, open or ahead is no goal, whatever was filled in', () => {
  const months = goalsOf(
    [
      asked(2, { status: 'waived', answer: whole, closedAt: at(2, 9) }),
      asked(3, { status: 'overdue' }),
      asked(4, { status: null }),
    ],
    results,
  );
  expect(months.map(({ state, goal }) => [state, goal])).toEqual([
    ['none', null],
    ['open', null],
    ['ahead', null],
  ]);
});

test('a goal of a roadmap that asks for less is shown with what there is', () => {
  const [only] = goalsOf([written(2, { goal: 'Call back' })], results);
  expect(only!.goal).toMatchObject({ goal: 'Call back', forWhom: null, byWhen: null, prediction: null });
});

const said = (months: readonly AskedGoal[]): string =>
  goalLines('maple', goalsOf(months, results), { width: 100, style: noColour }).join('\n');

test('the page tells days on the team’s own clock, and that the prediction was not changed since', () => {
  expect(said([written(2, whole), asked(3, { status: 'assigned' }), asked(4, { status: null })]))
    .toMatchInlineSnapshot(`
    "What maple set out to do

    M02  Call back within a day
         for whom    People who ask about medicine
         by when     2027-06-30
         rests on    a survey question
         took part   2 of staff
         test        One nurse calls at noon
         prediction  Nine of ten are called the same day
                     Written on 2027-03-10, before the results of M03 (2027-04-04), and not changed
                     since.
         came of it  not told yet

    M03  being chosen, due on 2027-04-12

    The goal of M04 is due on 2027-05-12."
  `);
});

test('it says who took part in choosing, and why no patient did, where that was told', () => {
  const alone = { ...whole, staff: 3, advisors: 0, 'why-none': 'the meeting was at noon' };
  expect(said([written(2, alone)])).toContain('took part   3 of staff, 0 advisors (the meeting was at noon)');
  expect(said([written(2, { ...alone, advisors: 1 })])).toContain('3 of staff, 1 advisor\n');
  const { staff, ...unsaid } = whole;
  expect(staff).toBe(2);
  expect(said([written(2, unsaid)])).not.toContain('took part');
});

test('before the first goal it says when it is due', () => {
  expect(said([asked(4, { status: null })])).toBe(
    'No goals of maple yet.\n\nThe goal of M04 is due on 2027-05-12.',
  );
  expect(said([])).toContain('asks maple for no monthly goals');
});
