import { expect, it } from 'vitest';
import { noColour } from '../../src/cli/format/style.ts';
import { toldLines, toldPoster } from '../../src/cli/views/told.ts';
import type { Told } from '../../src/read/told.ts';

const page = { width: 60, style: noColour };
const told: Told = {
  occurrence: 'M04',
  said: 'Nobody calls back & we wait <all day>',
  did: 'A nurse calls at noon,\nevery day',
  closedAt: new Date('2027-05-12T16:00:00Z'),
};

it('a team that told nothing yet is told where it comes from', () => {
  const text = toldLines('maple', [], page).join('\n');
  expect(text).toMatch(/^maple has told its patients nothing yet\./);
  expect(text).toContain('You said, we did');
});

it('months stand under each other with what was heard and what was done', () => {
  expect(toldLines('maple', [told], page).join('\n')).toBe(
    'M04\n     you said  Nobody calls back & we wait <all day>\n     we did    A nurse calls at noon, every day\n',
  );
});

it('a poster has its heads in both languages, and the team’s words as text and never as markup', () => {
  const html = toldPoster('Harbor <Family> Clinic', told);
  for (const head of ['You said', 'Ustedes dijeron', 'We did', 'Nosotros hicimos'])
    expect(html).toContain(head);
  expect(html).toContain('Nobody calls back &#38; we wait &#60;all day&#62;');
  expect(html).not.toMatch(/<all|<Family|<script|src=|http/);
});
