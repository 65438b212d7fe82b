import type { MailContent } from './content.ts';
import { answerOf, composed, factsOf, hasLink, type Rendered, titleOf } from './render.ts';
import { digestWords } from './words-digest.ts';
import { words } from './words.ts';

/** Several messages to one person as one, in the order given. Pure. */
export function renderDigest(
  contents: readonly [MailContent, ...MailContent[]],
  day: string,
  helper: string | null,
): Rendered {
  const [{ language, program, receiver }] = contents;
  const said = words[language];
  const digest = digestWords[language];
  const subject = digest.subject(program, contents.length, day);
  return composed(language, {
    subject,
    heading: subject,
    blocks: [
      { type: 'paragraph', text: `${said.hello(receiver)} ${digest.opening(contents.length)}` },
      ...contents.flatMap((content, index) => [
        { type: 'heading', text: `${index + 1}. ${said.subject(content, titleOf(content))}` } as const,
        { type: 'facts', facts: factsOf(content) } as const,
        { type: 'section', label: said.why, text: content.purpose } as const,
        { type: 'section', label: said.what(content), text: content.instructions } as const,
        ...answerOf(content),
      ]),
      ...(contents.some(hasLink) ? [{ type: 'paragraph', text: digest.links } as const] : []),
      ...(helper === null ? [] : [{ type: 'paragraph', text: digest.help(helper) } as const]),
    ],
    footer: said.footer(program),
  });
}
