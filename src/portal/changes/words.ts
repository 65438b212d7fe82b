import type { Language } from '../../domain/language.ts';
import type { ChangeKind, CountedLine, FieldProblem, PersonMails, PreviewView } from './port.ts';
import { changeWordsEn } from './words-en.ts';
import { changeWordsEs } from './words-es.ts';

/** Everything that the pages of changes say. One object for each language. */
export interface ChangeWords {
  readonly edits: {
    readonly shift: (where: string, days: number) => string;
    readonly skip: (where: string) => string;
    readonly rest: (where: string, months: readonly string[]) => string;
    readonly pause: (where: string) => string;
    readonly resume: (where: string, days: number) => string;
    readonly absence: (name: string, from: string, until: string, cover: string | null) => string;
    readonly reassign: (from: string | null, to: string, where: string) => string;
    readonly people: (names: readonly string[]) => string;
    readonly profile: (name: string) => string;
    readonly calendar: (holidays: number, workdays: number) => string;
    readonly enrol: (teams: readonly string[]) => string;
    readonly withdraw: (team: string) => string;
    readonly amend: string;
    readonly tailor: (where: string) => string;
    readonly confirm: string;
    readonly undo: (what: string) => string;
  };
  readonly scope: {
    readonly program: (title: string) => string;
    readonly whole: string;
    readonly everyTeam: string;
    readonly quarter: (number: number) => string;
  };
  readonly list: {
    readonly title: string;
    readonly none: string;
    readonly new: string;
    readonly made: (by: string, when: string) => string;
    readonly reach: (steps: number, mails: number) => string;
    readonly undone: string;
    readonly undo: string;
    readonly undoOf: (what: string) => string;
    readonly notices: Readonly<Record<'made' | 'twice', string>>;
  };
  readonly form: {
    readonly title: string;
    readonly lead: string;
    readonly kinds: Readonly<Record<ChangeKind, { readonly title: string; readonly text: string }>>;
    readonly other: string;
    readonly fields: Readonly<
      Record<
        | 'team'
        | 'part'
        | 'period'
        | 'days'
        | 'way'
        | 'to'
        | 'dates'
        | 'restFrom'
        | 'restUntil'
        | 'person'
        | 'from'
        | 'until'
        | 'cover'
        | 'handFrom'
        | 'handTo',
        string
      >
    >;
    readonly options: Readonly<
      Record<
        | 'everything'
        | 'whole'
        | 'allParts'
        | 'allOfStage'
        | 'allPeriods'
        | 'later'
        | 'earlier'
        | 'keep'
        | 'move'
        | 'choose'
        | 'nobody'
        | 'sameMonth'
        | 'program',
        string
      >
    >;
    readonly hints: Readonly<Record<'to' | 'cover', string>>;
    readonly chooseTeam: { readonly text: string; readonly button: string };
    readonly nothingPaused: string;
    readonly show: string;
    readonly problems: string;
    readonly problem: (problem: FieldProblem) => string;
  };
  readonly preview: {
    readonly title: string;
    readonly notYet: string;
    readonly id: (id: string) => string;
    readonly sums: (sums: PreviewView['sums']) => string;
    readonly steps: string;
    readonly was: string;
    readonly willBe: string;
    readonly notPlanned: string;
    readonly notAtAll: string;
    readonly open: string;
    readonly whole: string;
    readonly more: (count: number) => string;
    readonly counted: string;
    readonly countedLine: (line: CountedLine) => string;
    readonly tasks: string;
    readonly hands: (from: string | null, to: string | null) => string;
    readonly mails: string;
    readonly ofPerson: (mails: PersonMails) => string;
    readonly notes: string;
    readonly cannot: string;
    readonly past: (when: string) => string;
    readonly pastMore: string;
    readonly make: string;
    readonly takeBack: string;
    readonly back: string;
  };
  readonly refused: {
    readonly overtaken: {
      readonly title: string;
      readonly text: string;
      readonly others: string;
      readonly nobody: string;
      readonly again: string;
    };
    readonly title: string;
    readonly why: Readonly<Record<'paused' | 'not_paused' | 'undone' | 'other', string>>;
    readonly away: { readonly title: string; readonly text: string; readonly again: string };
  };
}

export const changeWords: Readonly<Record<Language, ChangeWords>> = { en: changeWordsEn, es: changeWordsEs };
