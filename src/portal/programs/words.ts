import type { Language } from '../../domain/language.ts';
import type { Role } from '../../domain/roles.ts';
import type { CellState, Health, HeldView, MonthPlace } from './port.ts';
import { programWordsEn } from './words-en.ts';
import { programWordsEs } from './words-es.ts';

/** Everything that the pages of programs say and that does not come from the roadmap. One object for each language. */
export interface ProgramWords {
  readonly list: { readonly title: string; readonly empty: string; readonly emptyMore: string };
  readonly month: (place: MonthPlace) => string;
  readonly teams: (count: number) => string;
  /** How many teams could use help, and how many have something that others wait for. */
  readonly health: (health: Health) => string;
  readonly paused: string;
  readonly longest: string;
  readonly back: string;
  readonly parts: { readonly changes: string; readonly newChange: string; readonly people: string };
  readonly held: {
    readonly title: string;
    readonly none: string;
    /** With what to do next. */
    readonly kinds: Readonly<Record<HeldView['why'], { readonly title: string; readonly next: string }>>;
    readonly all: string;
    readonly withWhom: (names: readonly string[]) => string;
    readonly withNobody: string;
    /** Before the pages of several people, and of what is with nobody. */
    readonly hands: string;
    readonly look: string;
    readonly waitsFor: (title: string) => string;
    readonly since: (day: string) => string;
    readonly more: (count: number) => string;
  };
  readonly grid: {
    readonly title: string;
    readonly legend: string;
    readonly team: string;
    readonly whole: string;
    readonly states: Readonly<Record<CellState, string>>;
    readonly standing: Readonly<Record<'paused' | 'withdrawn', string>>;
    readonly now: string;
    readonly none: string;
  };
  readonly filter: {
    readonly title: string;
    readonly all: (count: number) => string;
    readonly help: string;
    readonly clinic: string;
    readonly everyClinic: string;
    readonly show: string;
    readonly page: (page: number, pages: number) => string;
    readonly before: string;
    readonly next: string;
  };
  readonly coming: {
    readonly title: string;
    readonly none: string;
    readonly opens: string;
    readonly due: string;
    readonly everybody: string;
    readonly teams: (names: readonly string[], more: number) => string;
  };
  readonly people: {
    readonly title: string;
    readonly away: string;
    readonly nobodyAway: string;
    readonly absence: (name: string, from: string, until: string, cover: string | null) => string;
    readonly now: string;
    readonly who: string;
    readonly roles: Readonly<Record<Role, string>>;
  };
}

export const programWords: Readonly<Record<Language, ProgramWords>> = {
  en: programWordsEn,
  es: programWordsEs,
};
