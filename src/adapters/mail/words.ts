import type { Language } from '../../domain/language.ts';
import type { MailContent } from './content.ts';
import { wordsEn } from './words-en.ts';
import { wordsEs } from './words-es.ts';

/** Everything a mail says that does not come from the roadmap. One object for each language. */
export interface Words {
  readonly subject: (content: MailContent, title: string) => string;
  /** What the reader sees first in the mail. */
  readonly heading: (content: MailContent) => string;
  readonly hello: (name: string) => string;
  /** What this is about, in a sentence or two. */
  readonly opening: (content: MailContent) => string;
  readonly labels: Readonly<
    Record<'due' | 'planned' | 'begins' | 'takes' | 'where' | 'team' | 'period' | 'months', string>
  >;
  readonly duration: (minutes: number) => string;
  readonly monthsFound: (months: NonNullable<MailContent['months']>) => string;
  readonly why: string;
  /** Heads the instructions. */
  readonly what: (content: MailContent) => string;
  readonly asks: string;
  /** Leads to the command that answers the mail. */
  readonly answer: (content: MailContent) => string;
  readonly setAside: string;
  /** The link to the task's page: what leads to it, what stands on it, and whose it is. */
  readonly link: {
    readonly lead: (content: MailContent) => string;
    readonly label: string;
    readonly own: string;
  };
  /** Of a gate: heads what is still to be done, and leads to the command that goes on without it. */
  readonly missing: string;
  readonly goOn: string;
  /** An offer of help; null where none is needed. */
  readonly help: (
    content: MailContent,
  ) => { readonly lead: string; readonly ideas: readonly string[] } | null;
  readonly closing: (content: MailContent) => string;
  readonly footer: (program: string) => string;
}

export const words: Readonly<Record<Language, Words>> = { en: wordsEn, es: wordsEs };
