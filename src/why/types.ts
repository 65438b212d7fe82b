import type { Moment } from '../plan/types.ts';

/** What a story is about. */
export interface Subject {
  readonly kind: 'message' | 'task' | 'step';
  /** Natural key. */
  readonly key: string;
}

/** Something that happened, will happen, or did not, with the time it is about; null where that is not known. */
export interface Told {
  readonly at: Moment | null;
  readonly text: string;
}

/** Why something falls where it does. */
export interface Reasons {
  readonly of: 'message' | 'task' | 'step' | 'event';
  readonly why: readonly string[];
}

export interface ChangeTold {
  readonly id: string;
  readonly kind: string;
  /** Person id. */
  readonly by: string;
  readonly at: Moment;
  /** False where it was taken back since. */
  readonly inForce: boolean;
  readonly text: string;
  /** What it did to the subject, in sentences. */
  readonly effects: readonly string[];
}

/** All that is known of one message, task or step: where it stands, why, what happened to it and what did not. */
export interface Story {
  readonly subject: Subject & { readonly title: string };
  readonly program: string;
  readonly plan: {
    readonly version: number;
    readonly roadmap: { readonly id: string; readonly version: string };
    /** Release of the zone rules. */
    readonly tzdata: string;
  };
  /** Program time, on the clock of the place. */
  readonly now: Moment;
  readonly standing: readonly string[];
  readonly because: readonly Reasons[];
  readonly changes: readonly ChangeTold[];
  /** The earliest first. */
  readonly happened: readonly Told[];
  readonly didNotHappen: readonly Told[];
  /** What comes by itself, the earliest first. */
  readonly ahead: readonly Told[];
}
