import type { FilledForm } from './form.ts';

/** Whose patients a form speaks of. Ids. */
export interface Site {
  readonly program: string;
  readonly team: string;
}

/** The hashes of new cards, and whom they ask about. */
export interface NewCards extends Site {
  /** `M04` */
  readonly month: string;
  readonly hashes: readonly string[];
  /** Person id of who had them made; null where nobody said. */
  readonly by: string | null;
}

/** Where cards are made and used up, and where forms wait and come to rest. */
export interface SurveyStore {
  make(cards: NewCards): Promise<void>;
  /** Uses up a card and keeps the form, both or neither. Null where the card was used before, or never was. */
  spend(hash: string, form: FilledForm): Promise<Site | null>;
  /** Teams of which as many forms wait as move together. */
  ready(): Promise<Site[]>;
  /** How many forms of a team wait. */
  waiting(site: Site): Promise<number>;
  /** Moves what may move, dated with this month. Gives how many forms that were. */
  move(site: Site, month: string): Promise<number>;
  /** Gives back the room of what was moved, so that no trace of a whole form is left in it. */
  scrub(): Promise<void>;
  /** Releases or withholds a comment, wherever it is by now. False where there is none with this id. */
  decide(decision: Decision): Promise<boolean>;
}

/** What a reader decided about a comment. */
export interface Decision {
  readonly program: string;
  readonly id: string;
  readonly state: 'released' | 'withheld';
  /** Person id. */
  readonly reader: string;
  /** YYYY-MM-DD */
  readonly decided: string;
}
