import type { AddressObject, ParsedMail } from 'mailparser';
import type { CaughtMail } from './mail.ts';

export interface ReadMail {
  readonly mail: CaughtMail;
  readonly content: ParsedMail;
}

/** The list of mails, newest first. `older` is the row to go on from, null at the end. */
export function listPage(mails: readonly ReadMail[], count: number, older: number | null): string {
  const rows = mails
    .map(
      ({ mail, content }) => `<li><a href="/mails/${mail.row}">
        <span class="to">${escape(mail.to.join(', '))}</span>
        <strong>${escape(content.subject ?? '(no subject)')}</strong>
        <span class="start">${escape((content.text ?? '').replace(/\s+/g, ' ').slice(0, 140))}</span>
        <time>${written(mail, content)}</time></a></li>`,
    )
    .join('\n');
  const next = older === null ? '' : `<p><a class="older" href="/?before=${older}">Older mails</a></p>`;
  const list =
    mails.length === 0 ? '<p class="none">Nothing has arrived yet.</p>' : `<ol>${rows}</ol>${next}`;
  return layout(
    'Caught mails',
    `<header><h1>Caught mails</h1><p>${count} received. None of them left this machine.</p></header>${list}`,
  );
}

/** One mail, as its reader sees it. */
export function mailPage({ mail, content }: ReadMail): string {
  const html = content.html || null;
  const body =
    html === null
      ? `<pre>${escape(content.text ?? '')}</pre>`
      : // Sandboxed without any right: a mail runs nothing and reaches nothing here.
        `<iframe sandbox srcdoc="${escape(html)}" title="The mail"></iframe>
         <details><summary>As plain text</summary><pre>${escape(content.text ?? '')}</pre></details>`;
  const attachments = content.attachments.map(({ filename, contentType }) => escape(filename ?? contentType));
  const facts: [string, string][] = [
    ['From', addresses(content.from)],
    ['To', addresses(content.to) || escape(mail.to.join(', '))],
    ['Written', written(mail, content)],
    ['Attached', attachments.join(', ')],
    ['About', escape(mail.headers['x-milepost-key'] ?? '')],
  ];
  return layout(
    content.subject ?? 'Mail',
    `<nav><a href="/">All mails</a> <a href="/api/mails/${mail.row}/raw">As received</a></nav>
     <header><h1>${escape(content.subject ?? '(no subject)')}</h1>
     <dl>${facts
       .filter(([, value]) => value !== '')
       .map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`)
       .join('')}</dl>
     </header><main>${body}</main>`,
  );
}

/** The date that the mail carries: in a rehearsal that is the program's time and not today's. */
const written = (mail: CaughtMail, content: ParsedMail): string =>
  (content.date ?? new Date(mail.receivedAt)).toISOString().replace('T', ' ').slice(0, 16) + ' UTC';

function addresses(value: AddressObject | AddressObject[] | undefined): string {
  const all = value === undefined ? [] : [value].flat();
  return escape(all.map(({ text }) => text).join(', '));
}

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const layout = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><style>
:root { color-scheme: light dark; --quiet: light-dark(#5b6470, #9aa4b2); --line: light-dark(#e2e5ea, #333a45); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
header { border-bottom: 1px solid var(--line); padding-bottom: 1rem; margin-bottom: 1rem; }
header p, .none { color: var(--quiet); margin: 0.25rem 0 0; }
ol { list-style: none; padding: 0; margin: 0; }
li { border-bottom: 1px solid var(--line); }
li a { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: 0.6rem 0; color: inherit; text-decoration: none; }
li a:hover strong, li a:focus strong { text-decoration: underline; }
.to, .start, time { color: var(--quiet); font-size: 0.875rem; }
.start { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; grid-column: 1 / -1; }
time { grid-area: 1 / 2; }
nav a { margin-right: 1rem; }
nav { margin-bottom: 1rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.1rem 1rem; margin: 0.75rem 0 0; font-size: 0.9rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: 6px; background: white; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
</style></head><body>${body}</body></html>
`;
