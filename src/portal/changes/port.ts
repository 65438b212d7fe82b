import type { Language } from '../../domain/language.ts';
import type { Typed } from '../tasks/form.ts';

/** What a lead changes in the browser. */
export const changeKinds = ['shift', 'pause', 'resume', 'skip', 'rest', 'absence', 'reassign'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface Choice {
  readonly value: string;
  readonly text: string;
}

export interface ChoiceGroup {
  readonly label: string;
  readonly choices: readonly Choice[];
}

/** What there is to choose from in the forms. */
export interface Choices {
  readonly program: string;
  readonly title: string;
  readonly language: Language;
  readonly teams: readonly Choice[];
  /** Stages with their steps: `stage:ID`, `step:ID`. */
  readonly parts: readonly ChoiceGroup[];
  /** Months and quarters: `M03`, `Q1`. */
  readonly periods: readonly Choice[];
  /** Months that have not begun: `M8`. */
  readonly restable: readonly Choice[];
  /** Those of the team that was chosen, or all; null where there are too many to choose from before a team is chosen. */
  readonly people: readonly Choice[] | null;
  /** What is paused: a team’s id, or nothing for the program. */
  readonly paused: readonly Choice[];
}

/** A field that lacks something, and what. */
export interface FieldProblem {
  readonly field: string;
  readonly what: 'needed' | 'number' | 'one_of_two' | 'order' | 'same';
}

export interface MadeView {
  readonly id: string;
  readonly what: string;
  readonly by: string;
  readonly when: string;
  readonly steps: number;
  readonly mails: number;
  readonly undone: boolean;
  /** Whether it can be taken back here. */
  readonly undoable: boolean;
}

export interface MadeList {
  readonly program: string;
  readonly title: string;
  readonly language: Language;
  readonly changes: readonly MadeView[];
}

export interface MovedStep {
  readonly title: string;
  /** Null for the whole program. */
  readonly team: string | null;
  /** Null where it was not planned before, or will not take place. */
  readonly was: string | null;
  readonly willBe: string | null;
  /** People see to it already. */
  readonly open: boolean;
}

/** What is alike in many teams, counted. */
export interface CountedLine {
  readonly title: string;
  readonly what: 'step' | 'task' | 'message';
  readonly count: number;
  readonly was: string | null;
  readonly willBe: string | null;
}

export interface PersonMails {
  readonly name: string;
  readonly moved: number;
  readonly cancelled: number;
  readonly added: number;
  readonly held: number;
  readonly freed: number;
}

/** All that a change would do, before it is made. */
export interface PreviewView {
  readonly program: string;
  readonly programTitle: string;
  readonly language: Language;
  /** Null where it cannot be made. */
  readonly id: string | null;
  readonly title: string;
  readonly sums: Readonly<
    Record<'moved' | 'cancelled' | 'added', { readonly steps: number; readonly mails: number }>
  > & {
    readonly held: number;
    readonly freed: number;
    readonly hands: number;
    readonly over: number;
  };
  readonly steps: readonly MovedStep[];
  readonly moreSteps: number;
  readonly counted: readonly CountedLine[];
  readonly moreCounted: number;
  readonly tasks: readonly {
    readonly title: string;
    readonly team: string | null;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  readonly moreTasks: number;
  readonly people: readonly PersonMails[];
  readonly morePeople: number;
  /** Steps that would be due in the past: why it cannot be made. */
  readonly past: readonly MovedStep[];
  readonly morePast: number;
  /** What else stands in its way, and what is worth a look: in English. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

export type PreviewOutcome =
  | { readonly type: 'shown'; readonly view: PreviewView }
  /** `text` is in English; null where the words of `why` say it all. */
  | {
      readonly type: 'refused';
      readonly why: 'paused' | 'not_paused' | 'undone' | 'other';
      readonly text: string | null;
    }
  | { readonly type: 'away' };

export type ApplyOutcome =
  | { readonly type: 'made'; readonly changed: boolean }
  /** What it showed holds no longer. `since`: what others changed meanwhile. */
  | { readonly type: 'overtaken'; readonly since: readonly MadeView[] }
  | { readonly type: 'refused'; readonly text: string }
  | { readonly type: 'away' }
  | { readonly type: 'unknown' };

/** Who asks for a change, where. */
export interface Asker {
  readonly program: string;
  readonly person: string;
}

/** Changes of a program that runs, as the command line makes them. Who may make them is not asked here alone. */
export interface ProgramChanges {
  /** The entry of somebody who leads a program; null where none of theirs does. */
  leadOf(program: string, people: readonly string[]): Promise<Asker | null>;
  made(program: string, language: Language): Promise<MadeList | null>;
  choices(program: string, language: Language, team: string | null): Promise<Choices | null>;
  /** @returns problems where something is lacking */
  preview(
    asker: Asker,
    typed: Typed,
    language: Language,
  ): Promise<PreviewOutcome | { readonly type: 'lacking'; readonly problems: readonly FieldProblem[] }>;
  apply(asker: Asker, change: string, language: Language): Promise<ApplyOutcome>;
}
