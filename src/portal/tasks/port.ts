import type { Answer } from '../../domain/answers.ts';
import type { Language } from '../../domain/language.ts';
import type { LocalWords } from '../../plan/local-words.ts';
import type { Entry } from '../http/viewer.ts';
import type { Asked, Typed } from './form.ts';
import type { Ending, Happened, Reason } from './words.ts';

/** A field in the words of whoever looks. */
export interface ShownField {
  readonly id: string;
  readonly label: string;
  readonly type: Asked['fields'][number]['type'];
  readonly required: boolean;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly min: number | null;
  readonly max: number | null;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** An open task, for somebody who has a part in it: every text in their language, every time on their clock. */
export interface OpenTaskView {
  readonly state: 'open';
  readonly language: Language;
  readonly key: string;
  readonly program: string;
  /** Null where it belongs to the whole program. */
  readonly team: string | null;
  /** With its period. */
  readonly title: string;
  readonly purpose: string;
  readonly instructions: string;
  readonly minutes: number;
  readonly due: LocalWords;
  /** Set for what people come together for. */
  readonly where: string | null;
  /** Its day has passed. Never true of what is asked of a volunteer. */
  readonly past: boolean;
  /** Whoever looks is to do it, its day has passed, and help is offered. */
  readonly offersHelp: boolean;
  /** Who has it in hand, where that is somebody else. */
  readonly owner: string | null;
  readonly others: readonly string[];
  readonly reason: Reason;
  /** Of a gate: what is still missing. Else null. */
  readonly missing: readonly string[] | null;
  readonly asked: Asked;
  readonly fields: readonly ShownField[];
  readonly may: {
    readonly complete: boolean;
    readonly handTo: readonly Named[];
    readonly take: boolean;
    readonly cannot:
      | { readonly how: 'aside' | 'aside_for_owner' | 'aside_for_all' | 'gate' }
      | { readonly how: 'ask'; readonly whom: Named }
      | null;
  };
  readonly helper: string | null;
  readonly happened: readonly { readonly day: string; readonly what: Happened }[];
  readonly draft: { readonly typed: Typed; readonly when: string } | null;
}

/** A closed one. What was filled in is there for who may look back at it. */
export interface ClosedTaskView {
  readonly state: 'closed';
  readonly language: Language;
  readonly ending: Ending;
  readonly content: {
    readonly title: string;
    readonly reason: string | null;
    readonly answers: readonly { readonly label: string; readonly text: string }[];
    readonly evidence: readonly string[];
  };
}

/** A task in which somebody has no part any more. */
export interface ElsewhereView {
  readonly state: 'elsewhere';
  readonly language: Language;
}

export type TaskView = OpenTaskView | ClosedTaskView | ElsewhereView;

/** One line in somebody's list. */
export interface ListedTask {
  /** Null for what has not begun. */
  readonly key: string | null;
  readonly title: string;
  readonly program: string;
  readonly team: string | null;
  readonly minutes: number;
  readonly day: string;
  readonly gathering: boolean;
  readonly past: boolean;
  readonly owner: string;
}

/** What is somebody's, over all their programs. */
export interface MineView {
  readonly language: Language;
  /** Whether more than one program is in it, and more than one team: only then need each line say which. */
  readonly severalPrograms: boolean;
  readonly severalTeams: boolean;
  readonly now: readonly ListedTask[];
  readonly coming: readonly ListedTask[];
  readonly others: readonly ListedTask[];
  readonly done: readonly ListedTask[];
}

/** What came of an action. */
export type Outcome =
  /** `changed` is false where the task had been closed before. */
  | { readonly type: 'done'; readonly changed: boolean }
  /** Somebody else's words could be passed on with it, or not. */
  | { readonly type: 'asked'; readonly told: boolean }
  /** It changed meanwhile, or the rules said no: nothing was done. */
  | { readonly type: 'refused' }
  /** What keeps it cannot be reached: try again. */
  | { readonly type: 'away' };

/** What a link in a mail opens. */
export interface Linked extends Entry {
  readonly task: string;
  readonly language: Language;
}

/** What the pages of tasks need from outside. Whoever acts is who the sign-in or the link says, never who a form says. */
export interface Tasks {
  /** Null where no mail carried this secret. Looking changes nothing. */
  linked(secret: string): Promise<Linked | null>;
  /**
   * Null where there is no such task. `by` a sign-in it shows what the policy lets somebody see; by a link, what its
   * receiver was written to about, also as one who may help.
   */
  view(entry: Entry, task: string, language: Language, by: 'link' | 'sign-in'): Promise<TaskView | null>;
  mine(entries: readonly Entry[], language: Language): Promise<MineView>;
  complete(entry: Entry, task: string, answer: Answer, evidence: readonly string[]): Promise<Outcome>;
  /** Puts it into somebody's hands, their own among them. */
  hand(entry: Entry, task: string, to: string): Promise<Outcome>;
  setAside(entry: Entry, task: string, reason: string): Promise<Outcome>;
  /** Gives it to somebody, with a word about why. */
  ask(entry: Entry, task: string, whom: string, why: string): Promise<Outcome>;
  keepDraft(entry: Entry, task: string, typed: Typed): Promise<void>;
}
