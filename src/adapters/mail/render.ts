import type { MailContent } from './content.ts';
import { words } from './words.ts';

export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A mail is a heading and a few blocks; both forms are made from the same ones, so that they say the same. */
type Block =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'facts'; readonly facts: readonly (readonly [label: string, value: string])[] }
  | { readonly type: 'section'; readonly label: string; readonly text: string }
  | { readonly type: 'list'; readonly lead: string; readonly items: readonly string[] }
  | { readonly type: 'command'; readonly lead: string; readonly command: string }
  | { readonly type: 'link'; readonly lead: string; readonly url: string; readonly label: string };

/** The mail in its two forms. Pure. */
export function render(content: MailContent): Rendered {
  const said = words[content.language];
  return composed(content.language, {
    subject: said.subject(content, titleOf(content)),
    heading: said.heading(content),
    blocks: blocksOf(content),
    footer: said.footer(content.program),
  });
}

/** The title with its period, where it has one. */
export const titleOf = ({ title, period }: MailContent): string =>
  period === null ? title : `${title} (${period})`;

/** A mail in both forms. */
export const composed = (
  language: string,
  mail: {
    readonly subject: string;
    readonly heading: string;
    readonly blocks: readonly Block[];
    readonly footer: string;
  },
): Rendered => ({
  subject: mail.subject,
  text: textOf(mail.heading, mail.blocks, mail.footer),
  html: htmlOf(language, mail.heading, mail.blocks, mail.footer),
});

function blocksOf(content: MailContent): readonly Block[] {
  const said = words[content.language];
  const help = said.help(content);
  // Who has nothing more to do needs no instructions.
  if (content.kind === 'takeover') {
    return [
      { type: 'paragraph', text: `${said.hello(content.receiver)} ${said.opening(content)}` },
      { type: 'facts', facts: factsOf(content) },
      { type: 'paragraph', text: said.closing(content) },
    ];
  }
  const forAnother = content.kind === 'checkin' || content.kind === 'escalation';
  return [
    { type: 'paragraph', text: `${said.hello(content.receiver)} ${said.opening(content)}` },
    { type: 'facts', facts: factsOf(content) },
    ...(content.missing === null || content.missing.length === 0
      ? []
      : [{ type: 'list', lead: said.missing, items: content.missing } as const]),
    ...(forAnother && help !== null ? [offer(help)] : []),
    { type: 'section', label: said.why, text: content.purpose },
    { type: 'section', label: said.what(content), text: content.instructions },
    ...(content.asks.length > 0 && !forAnother
      ? [{ type: 'list', lead: said.asks, items: content.asks } as const]
      : []),
    ...answerOf(content),
    ...(hasLink(content) ? [{ type: 'paragraph', text: said.link.own } as const] : []),
    ...(!forAnother && help !== null ? [offer(help)] : []),
    { type: 'paragraph', text: said.closing(content) },
  ];
}

/** What can be told in a word or a date. */
export function factsOf(content: MailContent): readonly (readonly [string, string])[] {
  const { labels, duration } = words[content.language];
  const past = content.kind === 'overdue' || content.kind === 'checkin' || content.kind === 'escalation';
  const dueLabel = content.where !== null ? labels.begins : past ? labels.planned : labels.due;
  return [
    ...(content.due === null ? [] : [[dueLabel, content.due.full] as const]),
    ...(content.where === null ? [] : [[labels.where, content.where] as const]),
    ...(content.minutes > 0 ? [[labels.takes, duration(content.minutes)] as const] : []),
    ...(content.team === null ? [] : [[labels.team, content.team] as const]),
    ...(content.period === null ? [] : [[labels.period, content.period] as const]),
    ...(content.months === null
      ? []
      : [[labels.months, words[content.language].monthsFound(content.months)] as const]),
  ];
}

const offer = ({ lead, ideas }: { lead: string; ideas: readonly string[] }): Block =>
  ideas.length === 0 ? { type: 'paragraph', text: lead } : { type: 'list', lead, items: ideas };

export const hasLink = ({ link = null }: MailContent): boolean => link !== null;

/** How one answers the mail: by a link, or by commands where nothing serves one. */
export function answerOf({ kind, commands, language, ...content }: MailContent): readonly Block[] {
  const { link = null } = content;
  if (link !== null) {
    const { lead, label } = words[language].link;
    return [{ type: 'link', lead: lead({ kind, commands, language, ...content }), url: link, label }];
  }
  if (commands === null) return [];
  const said = words[language];
  const answer = {
    type: 'command',
    lead: said.answer({ kind, commands, language, ...content }),
    command: commands.complete,
  } as const;
  // Nobody completes a gate: it closes by itself.
  if (content.missing !== null) {
    return kind === 'escalation' || kind === 'takeover'
      ? []
      : [{ type: 'command', lead: said.goOn, command: commands.waive }];
  }
  const setAside = { type: 'command', lead: said.setAside, command: commands.waive } as const;
  switch (kind) {
    case 'overdue':
      return [answer, setAside];
    case 'checkin':
    case 'escalation':
      return kind === 'checkin' ? [answer, setAside] : [setAside];
    case 'assigned':
    case 'handover':
    case 'invitation':
    case 'reminder':
    case 'nudge':
    case 'notice':
      return [answer];
    case 'takeover':
      return [];
  }
}

const WIDTH = 76;

function textOf(heading: string, blocks: readonly Block[], footer: string): string {
  const parts = blocks.map((block) => {
    switch (block.type) {
      case 'heading':
        return `${'-'.repeat(WIDTH)}\n${wrap(block.text)}`;
      case 'paragraph':
        return wrap(block.text);
      case 'facts':
        return block.facts.map(([label, value]) => wrap(`${label}: ${value}`)).join('\n');
      case 'section':
        return `${block.label}\n${wrap(block.text)}`;
      case 'list':
        return [wrap(block.lead), ...block.items.map((item) => wrap(`- ${item}`, '  '))].join('\n');
      case 'command':
        return `${wrap(block.lead)}\n    ${block.command}`;
      case 'link':
        return `${wrap(block.lead)}\n${block.url}`;
    }
  });
  return `${[wrap(heading), ...parts].join('\n\n')}\n\n-- \n${wrap(footer)}\n`;
}

function wrap(text: string, indent = ''): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > WIDTH) lines.push(indent + word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

// Colours are left to the reader's program where it knows better; these two sets have a contrast above 7:1.
const STYLE = `
:root{color-scheme:light dark}
body{margin:0;padding:24px 16px;background:#fff;color:#1b2733;font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
main{max-width:36em;margin:0 auto}
h1{font-size:22px;line-height:1.3;margin:0 0 16px}
p,ul,pre{margin:0 0 16px}
ul{padding-left:20px}
pre{padding:10px 12px;border-radius:6px;background:#eef2f5;white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,Menlo,Consolas,monospace}
.facts{border-left:4px solid #0b6b6b;padding-left:12px}
.open{display:inline-block;padding:10px 18px;border-radius:8px;background:#085454;color:#fff;font-weight:600;text-decoration:none}
.footer{font-size:14px;color:#4a5866;border-top:1px solid #c9d2da;padding-top:12px;margin-top:24px}
@media (prefers-color-scheme:dark){body{background:#14191e;color:#e8edf1}pre{background:#232b33}.open{background:#7ad3d3;color:#0b1f1f}.facts{border-color:#5cc2c2}.footer{color:#b3bfca;border-color:#3a4652}}
`
  .trim()
  .replace(/\n/g, '');

function htmlOf(language: string, heading: string, blocks: readonly Block[], footer: string): string {
  const body = blocks.map((block) => {
    switch (block.type) {
      case 'heading':
        return `<h2>${escape(block.text)}</h2>`;
      case 'paragraph':
        return `<p>${escape(block.text)}</p>`;
      case 'facts': {
        const lines = block.facts.map(
          ([label, value]) => `<strong>${escape(label)}:</strong> ${escape(value)}`,
        );
        return lines.length === 0 ? '' : `<p class="facts">${lines.join('<br>\n')}</p>`;
      }
      case 'section':
        return `<p><strong>${escape(block.label)}</strong><br>\n${escape(block.text)}</p>`;
      case 'list':
        return `<p style="margin-bottom:4px">${escape(block.lead)}</p>\n<ul>${block.items.map((item) => `<li>${escape(item)}</li>`).join('\n')}</ul>`;
      case 'link':
        return `<p style="margin-bottom:4px">${escape(block.lead)}</p>\n<p><a class="open" href="${escape(block.url)}">${escape(block.label)}</a></p>`;
      case 'command':
        return `<p style="margin-bottom:4px">${escape(block.lead)}</p>\n<pre><code>${escape(block.command)}</code></pre>`;
    }
  });
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escape(heading)}</title><style>${STYLE}</style></head>
<body><main>
<h1>${escape(heading)}</h1>
${body.join('\n')}
<p class="footer">${escape(footer)}</p>
</main></body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
