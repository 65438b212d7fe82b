import type { Language } from '../../domain/language.ts';
import type { Entry } from '../http/viewer.ts';

/** What is held up, in words that everybody reads. */
export interface HeldView {
  readonly why: 'late' | 'nobody' | 'gate' | 'waits';
  readonly title: string;
  /** Null for what belongs to the whole program. */
  readonly team: string | null;
  /** Empty where it is with nobody. */
  readonly whom: readonly Hand[];
  /** Pages of what nobody has in hand. */
  readonly hrefs: readonly string[];
  /** Of what waits for another step, that step. */
  readonly waitsFor: string | null;
  /** A day in words. */
  readonly since: string;
}

/** Somebody who has something in hand, and the page of it; null where it has none. */
export interface Hand {
  readonly name: string;
  readonly href: string | null;
}

/** A program at a glance. */
export interface ProgramGlance {
  readonly program: string;
  readonly title: string;
  readonly ended: boolean;
  readonly teams: number;
  readonly month: MonthPlace;
  readonly health: Health;
  /** The longest of them. */
  readonly longest: HeldView | null;
  readonly paused: boolean;
}

export interface Health {
  /** Teams with something that is open past its date. */
  readonly late: number;
  /** Teams with something that has to be done before others go on. */
  readonly held: number;
  /** Whether something that is for the whole program could use help. */
  readonly whole: boolean;
}

/** Where a program stands. `before`: it has not begun. */
export interface MonthPlace {
  readonly at: 'before' | 'under_way' | 'after';
  /** `March 2027`; of one that has not begun, the day on which it does. */
  readonly name: string;
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** `late`: something could use help; `waits`: something waits for others. */
export type CellState = 'late' | 'waits' | 'open' | 'ahead' | 'done' | 'aside' | 'none';

export interface GridRow {
  readonly team: string;
  readonly name: string;
  /** Its board; null for the whole program’s own row. */
  readonly href: string | null;
  readonly cells: readonly CellState[];
  /** What holds it up, the longest first. */
  readonly held: readonly HeldView[];
  readonly standing: 'takes_part' | 'paused' | 'withdrawn';
}

export interface GridGroup {
  /** Null for the whole program’s own row. */
  readonly clinic: string | null;
  readonly rows: readonly GridRow[];
}

export interface ComingView {
  readonly day: string;
  readonly what: 'opens' | 'due';
  readonly title: string;
  /** Names of teams; empty for the whole program. */
  readonly teams: readonly string[];
}

/** Which teams of a program are shown. */
export interface Shown {
  /** Only those that could use help. */
  readonly help: boolean;
  /** A clinic’s id; null for all. */
  readonly clinic: string | null;
  /** From 1. */
  readonly page: number;
}

export interface ProgramView extends Omit<ProgramGlance, 'longest'> {
  readonly language: Language;
  readonly shown: Shown;
  readonly pages: number;
  /** How many teams are shown over all pages. */
  readonly found: number;
  readonly clinics: readonly { readonly id: string; readonly name: string }[];
  /** Of each column, a short name and the whole one; `now`: it is the month under way. */
  readonly months: readonly { readonly short: string; readonly full: string; readonly now: boolean }[];
  readonly years: readonly { readonly year: number; readonly months: number }[];
  readonly groups: readonly GridGroup[];
  /** Of the teams shown, the longest first. */
  readonly held: readonly HeldView[];
  readonly coming: readonly ComingView[];
}

export interface AbsenceView {
  readonly name: string;
  readonly from: string;
  readonly until: string;
  readonly cover: string | null;
  readonly now: boolean;
}

export interface PeopleView {
  readonly program: string;
  readonly title: string;
  readonly language: Language;
  /** Those that are not over. */
  readonly absences: readonly AbsenceView[];
  readonly page: number;
  readonly pages: number;
  readonly places: readonly {
    readonly name: string;
    readonly parts: readonly { readonly part: string; readonly names: readonly string[] }[];
  }[];
}

/** Programs as who leads them sees them. Who may see which is not asked here, but for the list. */
export interface Programs {
  /** Those that somebody leads. */
  led(entries: readonly Entry[], language: Language): Promise<readonly ProgramGlance[]>;
  /** Null where there is no such program. */
  program(program: string, language: Language, shown: Shown): Promise<ProgramView | null>;
  people(program: string, language: Language, page: number): Promise<PeopleView | null>;
}
