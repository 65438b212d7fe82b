import { describe, expect, it } from 'vitest';
import { answerProblems, countsProblems, type FieldRule } from '../../src/domain/answers.ts';

const fields: FieldRule[] = [
  { id: 'who', type: 'text', required: true },
  { id: 'how-many', type: 'number', required: true, min: 0, max: 20 },
  { id: 'patients', type: 'yes_no', required: true },
  {
    id: 'act',
    type: 'choice',
    required: false,
    options: [{ id: 'adopt' }, { id: 'adapt' }, { id: 'abandon' }],
  },
  { id: 'when', type: 'date', required: false },
  { id: 'seen', type: 'range', required: false, min: 0 },
];
const good = { who: 'four of us', 'how-many': 4, patients: true };
const problems = (change: object) => answerProblems(fields, 'none', { ...good, ...change }, []);

describe('an answer', () => {
  it('is good when every needed field is filled in rightly', () => {
    expect(problems({ act: 'adapt', when: '2028-02-29', seen: { low: 30, high: 40 } })).toEqual([]);
  });

  it.each([
    [{ who: ' ' }, 'field who, value " ": write something'],
    [{ 'how-many': 21 }, 'field how-many, value 21: it is 20 at most'],
    [{ 'how-many': Number.NaN }, 'field how-many, value null: give a number'],
    [{ patients: 'maybe' }, 'field patients, value "maybe": give yes or no'],
    [{ act: 'forget' }, 'field act, value "forget": choose one of adopt, adapt, abandon'],
    [{ when: '2027-02-29' }, 'field when, value "2027-02-29": give a date as YYYY-MM-DD'],
    [
      { seen: { low: 9, high: 3 } },
      'field seen, value {"low":9,"high":3}: the first number is the smaller one',
    ],
    [
      { colour: 'red' },
      'field colour is not part of this task; it has who, how-many, patients, act, when, seen',
    ],
  ])('names place, value and way out: %j', (change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });

  it('names every missing field at once', () => {
    expect(answerProblems(fields, 'required', {}, [])).toEqual([
      'field who is needed',
      'field how-many is needed',
      'field patients is needed',
      'evidence is needed: give a link, or a sentence that says what there is',
    ]);
  });
});

describe('monthly counts', () => {
  it('refuse more forms returned than patients asked', () => {
    expect(countsProblems({ asked: 10, returned: 11, seen: { low: 20, high: 30 } })).toHaveLength(1);
    expect(countsProblems({ asked: 11, returned: 11, seen: { low: 20, high: 30 } })).toEqual([]);
  });

  it('refuse parts of a person, and more asked than were seen at most', () => {
    expect(countsProblems({ asked: 1.5, returned: 1 })).toHaveLength(1);
    expect(countsProblems({ asked: 31, returned: 1, seen: { low: 20, high: 30 } })).toHaveLength(1);
    expect(countsProblems({ asked: 9, returned: 1, seen: { low: 20.5, high: 30 } })).toHaveLength(1);
  });

  it('refuse what no month can hold, and what is missing', () => {
    expect(countsProblems({ asked: 3e9, returned: 1 })).toEqual([
      'field asked, value 3000000000: give a whole number from 0 to 1000000',
    ]);
    expect(countsProblems({ returned: 1 })).toHaveLength(1);
    expect(countsProblems({ asked: 4, returned: -1 })).toHaveLength(1);
  });
});
