import { describe, expect, it } from 'vitest';
import type { FieldRule } from '../../src/domain/answers.ts';
import { linkOf, readTaskForm, type Typed } from '../../src/portal/tasks/form.ts';

const fields: FieldRule[] = [
  { id: 'who', type: 'text', required: true },
  { id: 'how-many', type: 'number', required: false, min: 0, max: 20 },
  { id: 'patients', type: 'yes_no', required: false },
  { id: 'act', type: 'choice', required: false, options: [{ id: 'adopt' }, { id: 'adapt' }] },
  { id: 'when', type: 'date', required: false },
  { id: 'seen', type: 'range', required: false, min: 0 },
];
const read = (typed: Typed, evidence: 'none' | 'optional' | 'required' = 'none', kind = 'task') =>
  readTaskForm({ kind, fields, evidence }, { 'f-who': 'four of us', ...typed });
const problems = (...given: Parameters<typeof read>) =>
  read(...given).problems.map(({ at, fault }) => `${at} ${fault.kind}`);

describe('the form of a task', () => {
  it('gives every field in the type that the roadmap asks for; what is left empty is not there', () => {
    expect(
      read({
        'f-who': '  one\r\ntwo ',
        'f-how-many': '12',
        'f-patients': 'no',
        'f-act': 'adapt',
        'f-when': '2028-02-29',
        'f-seen': '180',
        'f-seen.to': '220',
      }),
    ).toEqual({
      answer: {
        who: 'one\ntwo',
        'how-many': 12,
        patients: false,
        act: 'adapt',
        when: '2028-02-29',
        seen: { low: 180, high: 220 },
      },
      evidence: [],
      problems: [],
    });
    expect(read({ 'f-how-many': ' ', 'f-seen': '' }).answer).toEqual({ who: 'four of us' });
  });

  it('takes one number of a range for exactly so many', () => {
    expect(read({ 'f-seen.to': '40' }).answer['seen']).toEqual({ low: 40, high: 40 });
    expect(read({ 'f-seen': '0' }).answer['seen']).toEqual({ low: 0, high: 0 });
  });

  it.each([
    [{ 'f-who': ' ' }, 'f-who needed'],
    [{ 'f-who': 'a\0b' }, 'f-who not_text'],
    [{ 'f-who': 'x'.repeat(10_001) }, 'f-who too_long'],
    [{ 'f-how-many': 'twelve' }, 'f-how-many number'],
    [{ 'f-how-many': '1,200' }, 'f-how-many number'],
    [{ 'f-how-many': '21' }, 'f-how-many max'],
    [{ 'f-how-many': '-1' }, 'f-how-many min'],
    [{ 'f-patients': 'maybe' }, 'f-patients yes_no'],
    [{ 'f-act': 'forget' }, 'f-act choice'],
    [{ 'f-when': '2027-02-29' }, 'f-when date'],
    [{ 'f-seen': 'some', 'f-seen.to': '9' }, 'f-seen range'],
    [{ 'f-seen': '9', 'f-seen.to': '3' }, 'f-seen order'],
  ])('says which field is amiss, and how: %j', (typed, problem) => {
    expect(problems(typed)).toEqual([problem]);
  });

  it('reads a decimal as it is written here or there', () => {
    expect(read({ 'f-how-many': '12,5' }).answer['how-many']).toBe(12.5);
    expect(read({ 'f-how-many': '12.5' }).answer['how-many']).toBe(12.5);
  });

  it('knows no field but the task’s own', () => {
    expect(read({ 'f-other': 'x', who: 'y', by: 'z' }).answer).toEqual({ who: 'four of us' });
  });

  it('holds counts against each other', () => {
    const counts: FieldRule[] = [
      { id: 'asked', type: 'number', required: true },
      { id: 'returned', type: 'number', required: true },
      { id: 'seen', type: 'range', required: true },
    ];
    const given = { 'f-asked': '40', 'f-returned': '41', 'f-seen': '180', 'f-seen.to': '220' };
    const { problems: found } = readTaskForm({ kind: 'counts', fields: counts, evidence: 'none' }, given);
    expect(found).toEqual([{ at: 'f-returned', fault: { kind: 'more_returned', bound: 40 } }]);
  });
});

describe('evidence', () => {
  it('is a link or a sentence on each line', () => {
    expect(
      read({ evidence: 'https://clinic.example/map\r\n\r\n Note: it hangs in the hall ' }, 'optional'),
    ).toMatchObject({
      evidence: ['https://clinic.example/map', 'Note: it hangs in the hall'],
      problems: [],
    });
  });

  it('is needed where the roadmap says so, and not heard where it asks for none', () => {
    expect(problems({ evidence: ' \n ' }, 'required')).toEqual(['evidence needed']);
    expect(read({ evidence: 'x' }, 'none').evidence).toEqual([]);
    expect(problems({ evidence: 'x\n'.repeat(51) }, 'optional')).toEqual(['evidence max']);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://x.example',
    'https://',
  ])('is no address but one of the web: %s', (piece) => {
    expect(problems({ evidence: piece }, 'optional')).toEqual(['evidence link']);
    expect(linkOf(piece)).toBeNull();
  });
});
