import type { Language } from '../../domain/language.ts';

/** Somebody's entry in a program. Ids. */
export interface Entry {
  readonly program: string;
  readonly person: string;
}

/** Who looks at a page, as their sign-in or the link in a mail shows it. */
export interface Viewer {
  /**
   * Every entry with the same mail address; empty only for an administrator who takes part in no program. One alone
   * where a mail's link opened the page.
   */
  readonly entries: readonly Entry[];
  readonly language: Language;
  /** Runs the system; left out for everybody else. */
  readonly admin?: boolean;
}
