import type MimeNode from 'nodemailer/lib/mime-node';

/**
 * A MIME tree as the bytes that go over the wire. nodemailer's own `build()` says the same through streams, over several
 * turns of the event loop for each part: for a herd of mails that is most of the work of writing them.
 */
export const mimeBytes = (root: MimeNode): Buffer => Buffer.from(partOf(root));

function partOf(node: MimeNode): string {
  // Decides `multipart` and `boundary` too: nothing may read them before.
  const head = `${node.buildHeaders()}\r\n\r\n`;
  const { boundary } = node;
  if (typeof boundary !== 'string') return head + encoded(node);
  const parts = node.childNodes.map((child) => `--${boundary}\r\n${partOf(child)}\r\n`);
  return `${head}${parts.join('')}--${boundary}--\r\n`;
}

function encoded(node: MimeNode): string {
  const { content } = node;
  if (content === undefined) return '';
  if (typeof content !== 'string' && !Buffer.isBuffer(content)) {
    throw new TypeError('a mail is written from texts and bytes only');
  }
  const encoding = node.getTransferEncoding();
  switch (encoding) {
    case 'quoted-printable':
      return quotedPrintable(content.toString());
    case 'base64':
      return Buffer.from(content)
        .toString('base64')
        .replace(/.{76}(?=.)/g, '$&\r\n');
    default:
      return content.toString();
  }
}

const LONGEST_LINE = 76;

/** Text whose lines fit, whatever is in it: RFC 2045, section 6.7. */
export function quotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(fitted)
    .join('\r\n');
}

function fitted(line: string): string {
  const safe = escaped(line);
  if (safe.length <= LONGEST_LINE) return safe;
  const pieces: string[] = [];
  let from = 0;
  while (safe.length - from > LONGEST_LINE) {
    let to = from + LONGEST_LINE - 1;
    // Not inside of an escape, which is three characters.
    const escape = safe.lastIndexOf('=', to - 1);
    if (escape > to - 3 && escape >= from) to = escape;
    pieces.push(`${safe.slice(from, to)}=`);
    from = to;
  }
  return [...pieces, safe.slice(from)].join('\r\n');
}

/** Blanks at the end of a line get lost on the way, so the last one is escaped. */
const escaped = (line: string): string =>
  line.replace(/[^\t\x20-\x3c\x3e-\x7e]+|[\t ]$/g, (characters) =>
    Buffer.from(characters).toString('hex').toUpperCase().replace(/../g, '=$&'),
  );
