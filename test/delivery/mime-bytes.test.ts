import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, it } from 'vitest';
import { mimeBytes, quotedPrintable } from '../../src/adapters/mail/mime-bytes.ts';
import { composeMime, mimeOf, type Mail } from '../../src/adapters/mail/mime.ts';

const mail: Mail = {
  from: { name: 'Clínica «La Bahía»', address: 'milepost@clinic.example' },
  to: { name: 'Niño, José "Pepe"', address: 'jose@clinic.example' },
  replyTo: { name: 'Ana', address: 'ana@clinic.example' },
  messageId: '<0123@clinic.example>',
  date: new Date('2027-03-01T15:00:00Z'),
  language: 'es',
  subject: `Vence el lunes: ${'una reunión muy larga '.repeat(8)}`,
  text: `¿Qué hacer?\n${'x'.repeat(200)}\n.\n..two dots\ntrailing blanks  \n-- \nfin`,
  html: `<p>¿Qué hacer? <a href="https://x.example/?a=b&c=d">=3D</a></p>\n${'<b>ñ</b>'.repeat(100)}\n`,
  calendar: 'BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n',
  headers: { 'X-Milepost-Key': `program/team/${'long-step-'.repeat(12)}/once/assigned/jose` },
};

const readable = async (mime: Buffer) => {
  const { headers, headerLines, attachments, text, html, textAsHtml, ...rest } = await simpleParser(mime);
  return {
    ...rest,
    text,
    html,
    textAsHtml,
    headers: [...headers].filter(([name]) => name !== 'content-type'),
    lines: headerLines.length,
    attachments: attachments.map(({ contentType, filename, content }) => [
      contentType,
      filename,
      content.toString(),
    ]),
  };
};

it('a mail says the same as nodemailer’s own bytes do', async () => {
  for (const each of [
    mail,
    { ...mail, calendar: null, replyTo: null },
    { ...mail, text: 'plain', html: '<p>plain</p>' },
  ]) {
    const theirs = await new MailComposer(mimeOf(each)).compile().build();
    expect(await readable(composeMime(each))).toEqual(await readable(theirs));
  }
});

it('no line is longer than a mail server must take, and all of it is ASCII', () => {
  const mime = composeMime(mail).toString();
  expect(mime.split('\r\n').filter((line) => line.length > 998)).toEqual([]);
  expect(mime).not.toMatch(/[^\t\r\n\x20-\x7e]/);
});

it('any text comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (text) => {
      const written = quotedPrintable(text);
      expect(written.split('\r\n').every((line) => line.length <= 76)).toBe(true);
      expect(written).toMatch(/^[\t\r\n\x20-\x7e]*$/);
      expect(decoded(written)).toBe(
        Buffer.from(text)
          .toString()
          .replace(/\r\n|\r|\n/g, '\r\n'),
      );
    }),
    { numRuns: 200 },
  );
});

const decoded = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();

it('a mail of anything but texts and bytes is refused', () => {
  const root = new MailComposer({ text: { path: '/etc/hostname' } }).compile();
  expect(() => mimeBytes(root)).toThrow('texts and bytes only');
});
