import { expect, it } from 'vitest';
import { noColour } from '../../src/cli/format/style.ts';
import { measureLines } from '../../src/cli/views/measures.ts';
import { monthOccurrence } from '../../src/domain/keys.ts';
import { asking } from '../../src/measure/index.ts';

const said = (returned: readonly (number | null)[]): string =>
  measureLines(
    'maple',
    asking(
      returned.map((forms, i) => ({
        number: i + 3,
        counts: forms === null ? null : { asked: 40, returned: forms, seen: { low: 50, high: 60 } },
      })),
      monthOccurrence,
    ),
    { width: 200, style: noColour },
  ).join('\n');

it('a team without counts is told how they come', () => {
  expect(said([])).toMatch(/^No counts of maple yet\..*milepost counts/);
});

it('before ten months it says how many are missing, and shows what there is', () => {
  const text = said([22, null, 20]);
  expect(text).toMatch(/M03 +40 +22 +55 % +█+░+ +37 % to 44 %/);
  expect(text).toMatch(/M04 +no counts came/);
  expect(text).toContain(
    'Not enough data to tell chance from change: a median needs 10 months, 8 months more.',
  );
});

it('a shift is a question, and never a finding', () => {
  const calm = [16, 24, 18, 22, 24, 16, 22, 18, 24, 16];
  expect(said(calm)).toContain('No signal');
  const text = said([...calm, 24, 25, 26, 27, 28, 29]);
  expect(text).toContain('A shift: 6 months in a row above the median, M13 to M18.');
  expect(text).toContain('what was different?');
  expect(text).not.toContain('No signal');
});
