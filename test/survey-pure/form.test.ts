import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadInstrument } from '../../src/roadmap/load-instrument.ts';
import { CODE_BYTES, codeOf, groupedCode, readCode } from '../../src/survey/codes.ts';
import { COMMENT_LENGTH, readForm } from '../../src/survey/form.ts';
import { BATCH, takenApart, type WaitingForm } from '../../src/survey/spool.ts';

const pulse = loadInstrument('monthly-pulse');
const version = String(pulse.version);

describe('a code', () => {
  it('has 60 random bits: every symbol takes all of 32 values, and each bit counts', () => {
    const symbols = Array.from({ length: CODE_BYTES }, (_, place) => {
      const seen = Array.from({ length: 32 }, (_, value) => {
        const bytes = new Uint8Array(CODE_BYTES);
        bytes[place] = value;
        return codeOf(bytes)[place];
      });
      return new Set(seen).size;
    });
    expect(symbols.reduce((bits, size) => bits + Math.log2(size), 0)).toBe(60);
  });

  it('has no letter that looks like a digit or another letter', () => {
    const all =
      codeOf(Uint8Array.from({ length: CODE_BYTES }, (_, i) => i)) +
      codeOf(Uint8Array.from({ length: CODE_BYTES }, (_, i) => i + 12)) +
      codeOf(Uint8Array.from({ length: CODE_BYTES }, (_, i) => i + 20));
    expect(new Set(all).size).toBe(32);
    expect(all).not.toMatch(/[OILU]/);
  });

  it('is read however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES }), (bytes) => {
        const code = codeOf(bytes);
        expect(readCode(groupedCode(code))).toBe(code);
        expect(readCode(` ${groupedCode(code).toLowerCase().replaceAll('-', ' ')} `)).toBe(code);
        expect(readCode(code.replace(/0/g, 'o').replace(/1/g, 'l'))).toBe(code);
        expect(readCode(groupedCode(code).replaceAll('-', '–'))).toBe(code);
      }),
    );
  });

  it('that is too short, too long or has other signs is none', () => {
    for (const typed of [
      '',
      'K7QM-2XTR-9FD',
      'K7QM-2XTR-9FDHH',
      'K7QM-2XTR-9FDU',
      'K7QM-2XTR-9FD!',
      '../../etc/pas',
    ]) {
      expect(readCode(typed)).toBeNull();
    }
  });
});

describe('a form', () => {
  it('may skip what is not required', () => {
    expect(readForm(pulse, { version, access: '4', overall: '', 'same-again': '1' }, false).filled).toEqual({
      instrument: 'monthly-pulse',
      version: 1,
      answers: { access: 4, 'same-again': 1 },
      comment: null,
    });
  });

  it('that says nothing is given back, since it would use up its card', () => {
    expect(readForm(pulse, { version, access: '', comment: ' ' }, true)).toEqual({
      filled: null,
      problems: [{ item: 'access', kind: 'empty' }],
    });
  });

  it.each([
    ['access', '0'],
    ['access', '6'],
    ['access', '4.5'],
    ['access', 'often'],
    ['overall', '11'],
    ['overall', '-1'],
    ['same-again', 'yes'],
    ['overall', '1e1'],
  ])('cannot answer %s with %s', (item, value) => {
    expect(readForm(pulse, { version, respect: '5', [item]: value }, false).problems).toEqual([
      { item, kind: 'no_choice' },
    ]);
  });

  it('says what is required, and is taken once it is there', () => {
    const strict = {
      ...pulse,
      items: pulse.items.map((item) => (item.type === 'yes-no' ? { ...item, required: true } : item)),
    };
    expect(readForm(strict, { version, access: '1' }, false).problems).toEqual([
      { item: 'same-again', kind: 'required' },
    ]);
    expect(readForm(strict, { version, 'same-again': '0' }, false).filled?.answers).toEqual({
      'same-again': 0,
    });
  });

  it('has free text only where somebody reads it, and not without end', () => {
    const typed = { version, comment: ' Thank you. ' };
    expect(readForm(pulse, { ...typed, access: '1' }, false).filled?.comment).toBeNull();
    expect(readForm(pulse, typed, true).filled).toMatchObject({ comment: 'Thank you.', answers: {} });
    const long = { ...typed, comment: 'x'.repeat(COMMENT_LENGTH + 1) };
    expect(readForm(pulse, long, true).problems).toEqual([{ item: 'comment', kind: 'too_long' }]);
  });

  it('of other words than those of now is shown once more', () => {
    expect(readForm(pulse, { version: '0', access: '1' }, false).problems).toEqual([
      { item: null, kind: 'other_words' },
    ]);
  });

  it('keeps nothing that the instrument does not ask', () => {
    const typed = { version, access: '2', name: 'Ana', __proto__x: '1' };
    expect(Object.keys(readForm(pulse, typed, true).filled!.answers)).toEqual(['access']);
  });
});

describe('the spool', () => {
  const form = (id: string, more: Partial<WaitingForm> = {}): WaitingForm => ({
    id,
    instrument: 'pulse',
    version: 1,
    answers: { one: 1, two: 2 },
    comment: null,
    ...more,
  });
  const many = (count: number, more: Partial<WaitingForm> = {}) =>
    Array.from({ length: count }, (_, i) => form(`${more.version ?? 1}-${i}`, more));
  const last = (n: number) => n - 1;

  it('lets nothing go until five wait, and then all', () => {
    expect(takenApart(many(BATCH - 1), last).forms).toEqual([]);
    for (const count of [5, 6, 11]) {
      const { forms, answers } = takenApart(many(count), last);
      expect(forms).toHaveLength(count);
      expect(answers).toHaveLength(2 * count);
    }
  });

  it('keeps back forms with other words that are fewer than five', () => {
    const { forms } = takenApart([...many(5), ...many(4, { version: 2 })], last);
    expect(forms.every((id) => id.startsWith('1-'))).toBe(true);
    expect(forms).toHaveLength(5);
    expect(takenApart([...many(5), ...many(5, { version: 2 })], last).forms).toHaveLength(10);
  });

  it('takes forms apart: an answer says its item and value, and nothing of its form', () => {
    const { answers, comments } = takenApart(
      many(5).map((each, i) => ({
        ...each,
        comment:
          i > 0 ? null : { id: each.id, text: 'x', state: 'waiting' as const, reader: null, decided: null },
      })),
      last,
    );
    for (const answer of answers) {
      expect(Object.keys(answer).sort()).toEqual(['instrument', 'item', 'value', 'version']);
    }
    expect(comments).toHaveLength(1);
  });

  it('puts answers into an order in which each is as likely at each place', () => {
    const forms = many(5).map((each, value) => ({ ...each, answers: { one: value } }));
    let state = 1;
    const below = (n: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const rounds = 5_000;
    const seen = Array.from({ length: 5 }, () => Array<number>(5).fill(0));
    for (let round = 0; round < rounds; round += 1) {
      takenApart(forms, below).answers.forEach(({ value }, place) => (seen[place]![value]! += 1));
    }
    // Of a fair shuffle, five standard deviations: sqrt(5000 * 0.2 * 0.8) = 28.
    for (const row of seen) for (const count of row) expect(Math.abs(count - rounds / 5)).toBeLessThan(142);
  });
});
