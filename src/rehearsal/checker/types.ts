/**
 * What the checker knows. Mails are what the catcher received; facts are rows as they stood at the end. The checker
 * imports neither the plan nor the outbox: it must not repeat their mistakes. All times are program time in ms.
 */
export interface Mail {
  /** Order of receipt, from 0. */
  readonly row: number;
  /** `program/team/step/occurrence/kind.n/person[~about][@n]`. */
  readonly key: string;
  readonly messageId: string;
  /** The address of the envelope. */
  readonly to: string;
  readonly language: string;
  /** Program time when it was sent. */
  readonly at: number;
}

export interface PersonFact {
  readonly id: string;
  readonly email: string;
  readonly language: string;
  readonly zone: string;
  readonly quiet: { readonly from: string; readonly to: string };
  /** Their own days off and their calendar’s holidays, `YYYY-MM-DD`. */
  readonly holidays: ReadonlySet<string>;
}

export interface StepFact {
  readonly program: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  /** Null where it waits for an event that never came. */
  readonly opensAt: number | null;
  /** Steps that the roadmap places before this one. */
  readonly follows: readonly string[];
  /** Why there was nothing to do: skipped, done by the engine, nobody in its audience. */
  readonly excuse: string | null;
}

export interface TaskFact {
  readonly key: string;
  /** Of a patient advisor. */
  readonly volunteer: boolean;
  readonly openedAt: number;
  readonly dueAt: number;
  /** Where changes moved it: the dates before, each with the moment until which it held, earliest first. */
  readonly dueBefore: readonly { readonly dueAt: number; readonly until: number }[];
  readonly closedAt: number | null;
  /**
   * How many mails the catcher held when the answer to the closing command came back; null where no command
   * closed it, or nobody counted.
   */
  readonly mailsBefore: number | null;
}

/** A step that waited for a gate. */
export interface HeldFact {
  readonly key: string;
  readonly gate: string;
  readonly openedAt: number | null;
  /** When the gate was met or waived; null where it never was. */
  readonly gateOpenAt: number | null;
  /** When the step goes on without it. */
  readonly latestAt: number;
}

/** A step of a stage that asks patients. */
export interface AskingFact {
  readonly key: string;
  /** Where a change gave it a time that had passed, or a pause held it: when that was made, or ended. */
  readonly plannedAt: number;
  readonly openedAt: number | null;
}

export interface Facts {
  readonly people: readonly PersonFact[];
  readonly steps: readonly StepFact[];
  readonly tasks: readonly TaskFact[];
  readonly held: readonly HeldFact[];
  readonly asking: readonly AskingFact[];
  /** Keys of messages that were on the wire when their task was completed. */
  readonly onWire: ReadonlySet<string>;
  /** Keys of messages with an attempt of which nobody knows how it ended. */
  readonly inDoubt: ReadonlySet<string>;
  /** Keys of messages that were written down as sent. */
  readonly sent: readonly string[];
}

export type BrokenKind =
  | 'sent_after_completion'
  | 'in_quiet_hours'
  | 'on_holiday'
  | 'before_its_time'
  | 'twice'
  | 'lost'
  | 'out_of_order'
  | 'past_its_gate'
  | 'asking_held'
  | 'missed'
  | 'wrong_person'
  | 'advisor_pressed';

/** One broken promise. `key` is a message’s or a step’s natural key; `at` is ISO, null where nothing happened. */
export interface Broken {
  readonly kind: BrokenKind;
  readonly key: string;
  readonly at: string | null;
  /** A sentence: what was seen, and what was promised. */
  readonly detail: string;
}
