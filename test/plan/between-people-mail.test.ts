import { describe, expect, test } from 'vitest';
import type { MailContent } from '../../src/adapters/mail/content.ts';
import { render } from '../../src/adapters/mail/render.ts';

const content = (more: Partial<MailContent>): MailContent => ({
  kind: 'nudge',
  language: 'en',
  program: 'Two teams',
  team: 'Maple Team',
  receiver: 'Ana',
  about: null,
  volunteer: false,
  title: 'One goal',
  purpose: 'Why.',
  instructions: 'What.',
  period: null,
  months: null,
  missing: null,
  minutes: 30,
  due: { day: 'Friday, May 5', full: 'Friday, May 5, 2017 at 5:00 PM (New York time)' },
  where: null,
  asks: [],
  commands: { complete: 'npx milepost complete x', waive: 'npx milepost waive x' },
  helper: 'Greta',
  leads: null,
  ...more,
});

/** In nobody’s mail: what sounds like a reproach. */
const blame = /overdue|late\b|failed|must\b|should have|tarde|vencid|debe\b|incumpl/i;

describe('a word that somebody asked for', () => {
  test.each([
    ['en', 'A word from Hugo: One goal', 'Hugo writes: “Need a hand?”', 'If it is done already, thank you'],
    ['es', 'Unas palabras de Hugo: One goal', 'Hugo escribe: «Need a hand?»', 'Si ya lo hizo, gracias'],
  ] as const)(
    'says in %s who asked, what they wrote, and how to answer',
    (language, subject, note, thanks) => {
      const mail = render(content({ language, note: { from: 'Hugo', text: 'Need a hand?' } }));
      expect(mail.subject).toBe(subject);
      for (const form of [mail.text.replace(/\s+/g, ' '), mail.html]) {
        expect(form).toContain(note);
        expect(form).toContain(thanks);
        expect(form).toContain('npx milepost complete x');
        expect(form).not.toMatch(blame);
      }
    },
  );

  test('without a note says no more than that, and of a gate the same', () => {
    const mail = render(content({ note: { from: 'Hugo', text: null }, missing: ['Something'] }));
    expect(mail.subject).toBe('A word from Hugo: One goal');
    expect(mail.text).not.toContain('writes');
  });

  test('cannot smuggle markup into the mail', () => {
    const mail = render(content({ note: { from: 'Hugo', text: '<b>now</b>' } }));
    expect(mail.html).toContain('&lt;b&gt;now&lt;/b&gt;');
    expect(mail.html).not.toContain('<b>');
  });
});

describe('a task that somebody takes over', () => {
  test.each([
    ['en', 'Nothing more to do: One goal', 'Hugo takes this over. There is nothing more for you to do.'],
    [
      'es',
      'Ya no tiene que hacer nada: One goal',
      'Hugo se encarga de esto desde ahora. Usted ya no tiene que hacer nada.',
    ],
  ] as const)('says so in %s, and asks for nothing', (language, subject, said) => {
    for (const missing of [null, ['Something']]) {
      const mail = render(content({ kind: 'takeover', language, about: 'Hugo', missing }));
      expect(mail.subject).toBe(subject);
      expect(mail.text.replace(/\s+/g, ' ')).toContain(said);
      expect(mail.text).not.toContain('npx');
      expect(mail.text).not.toMatch(blame);
    }
  });
});
