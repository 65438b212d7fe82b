import type { Text } from '../../domain/language.ts';
import type { Told } from '../../read/told.ts';
import { wrap } from '../format/text.ts';
import type { Page } from './page.ts';
import { escaped } from '../../report/index.ts';
import { both, printPage } from './print-page.ts';

const INDENT = '     ';
const LABEL = 10;

const heads = {
  title: { en: 'You said, we did', es: 'Ustedes dijeron, nosotros hicimos' },
  said: { en: 'You said', es: 'Ustedes dijeron' },
  did: { en: 'We did', es: 'Nosotros hicimos' },
} as const satisfies Record<string, Text>;

/** What a team told its patients, the latest first. */
export function toldLines(team: string, told: readonly Told[], { style, width }: Page): string[] {
  if (told.length === 0) {
    return [
      `${team} has told its patients nothing yet.`,
      '',
      ...wrap('It comes from “You said, we did”, which is asked for in each month after its results.', width),
    ];
  }
  const line = (label: string, text: string): string[] =>
    wrap(text, width - INDENT.length - LABEL, '').map(
      (part, nth) => `${INDENT}${style.dim((nth === 0 ? label : '').padEnd(LABEL))}${part}`,
    );
  return told.flatMap(({ occurrence, said, did }) => [
    style.bold(occurrence),
    ...line('you said', said),
    ...line('we did', did),
    '',
  ]);
}

const style = `
@page { margin: 15mm; }
* { box-sizing: border-box; }
body { margin: 0; color: #000; background: #fff; font: 20pt/1.35 system-ui, sans-serif; }
main { display: grid; align-content: center; gap: 10mm; min-height: 240mm; }
h1, h2, p { margin: 0; }
h1 { font-size: 34pt; line-height: 1.15; }
h2 { font-size: 16pt; font-weight: 600; }
[lang="es"] { font-style: italic; }
.words { font-style: normal; overflow-wrap: anywhere; white-space: pre-line; }
`;

/** A poster of what was heard and what was done about it: heads in both languages, and the words as the team wrote them. */
export function toldPoster(place: string, { said, did }: Told): string {
  const part = (head: Text, words: string): string =>
    `<section><h2><span lang="en">${head.en}</span> · <span lang="es">${head.es}</span></h2><p class="words">${escaped(words)}</p></section>`;
  return printPage(
    `${heads.title.en}: ${place}`,
    style,
    `<main><h1>${both(heads.title, 'div')}</h1><p><strong>${escaped(place)}</strong></p>
${part(heads.said, said)}
${part(heads.did, did)}</main>`,
  );
}
