import type { Fault } from '../../domain/answers.ts';
import type { Language } from '../../domain/language.ts';
import { wordsEn } from './words-en.ts';
import { wordsEs } from './words-es.ts';

/** Why a task is on somebody's page, and whom it is with. */
export type Reason =
  | { readonly kind: 'own' | 'invited' }
  | { readonly kind: 'advisor' | 'for_all'; readonly place: string }
  | { readonly kind: 'in_place_of'; readonly name: string }
  | { readonly kind: 'may_do' | 'may_help'; readonly owner: string }
  | { readonly kind: 'leads'; readonly owner: string; readonly place: string };

/** Something that happened to a task, with the person whom it names. */
export type Happened =
  | { readonly kind: 'opened' | 'past' | 'more_time' | 'brought_on' | 'reminded' }
  | { readonly kind: 'handed' | 'nudged'; readonly name: string };

/** What a page says once something was done, by the word in its address. */
const notices = ['twice', 'saved', 'handed', 'taken', 'asked', 'asked_only'] as const;
export type NoticeKind = (typeof notices)[number];
export const isNotice = (name: string | null): name is NoticeKind => notices.some((each) => each === name);

/** How a task ended. `you`: by whoever looks. */
export interface Ending {
  readonly how: 'completed' | 'waived' | 'lapsed';
  readonly you: boolean;
  /** Null where it ended by itself. */
  readonly name: string | null;
  /** A day and a time; null where it is not known. */
  readonly when: string | null;
}

interface Action {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly button: string;
}

/** Everything that the pages of tasks say and that does not come from the roadmap. One object for each language. */
export interface TaskWords {
  readonly labels: Readonly<
    Record<'due' | 'planned' | 'begins' | 'takes' | 'where' | 'with' | 'team' | 'program', string>
  >;
  readonly duration: (minutes: number) => string;
  readonly why: string;
  readonly what: string;
  readonly reason: (reason: Reason) => string;
  readonly others: (names: readonly string[]) => string;
  readonly past: (helper: string | null) => string;
  readonly missing: string;
  readonly closesItself: string;
  readonly form: {
    readonly title: string;
    readonly plain: string;
    readonly plainJoined: string;
    readonly optional: string;
    readonly yes: string;
    readonly no: string;
    readonly none: string;
    readonly from: string;
    readonly to: string;
    readonly rangeHint: string;
    readonly bounds: (min: number | null, max: number | null) => string | null;
    readonly evidence: string;
    readonly evidenceHint: string;
    readonly done: string;
    readonly joined: string;
    readonly save: string;
    readonly draft: (when: string) => string;
  };
  readonly problems: {
    readonly title: string;
    readonly fault: (fault: Fault | { readonly kind: 'link' }) => string;
    readonly reason: string;
    readonly whom: string;
  };
  readonly hand: Action;
  readonly take: Omit<Action, 'label'>;
  readonly cannot: Readonly<Record<'aside' | 'aside_for_all' | 'gate', Action>> & {
    readonly ask: (name: string) => Action;
    readonly aside_for_owner: (name: string) => Action;
  };
  readonly story: { readonly title: string; readonly happened: (happened: Happened) => string };
  readonly help: (name: string) => string;
  readonly notice: Readonly<Record<NoticeKind, string>>;
  readonly ended: {
    readonly title: Readonly<Record<Ending['how'], string>>;
    readonly text: (ending: Ending) => string;
    readonly thanks: string;
    readonly nothingToDo: string;
    readonly reason: string;
    readonly answers: string;
  };
  readonly meanwhile: { readonly text: string; readonly own: string; readonly yours: string };
  readonly elsewhere: { readonly title: string; readonly unsent: string; readonly text: readonly string[] };
  readonly refused: string;
  readonly away: { readonly title: string; readonly text: string; readonly again: string };
  readonly mine: {
    readonly title: string;
    readonly lead: (count: number, minutes: number) => string;
    readonly empty: string;
    readonly emptyMore: string;
    readonly now: string;
    readonly offer: string;
    readonly coming: string;
    readonly comingEmpty: string;
    readonly due: (day: string) => string;
    readonly begins: (day: string) => string;
    readonly planned: (day: string) => string;
    readonly about: (duration: string) => string;
    readonly others: string;
    readonly withWhom: (name: string) => string;
    readonly done: string;
    readonly doneOn: (day: string) => string;
  };
}

export const taskWords: Readonly<Record<Language, TaskWords>> = { en: wordsEn, es: wordsEs };
