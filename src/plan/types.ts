import type { Role } from '../domain/roles.ts';
import type { Language } from '../domain/language.ts';
import type { Roadmap } from '../roadmap/roadmap-schema.ts';
import type { PlanEdit } from './edits.ts';

/** A roadmap with the digest of the file that it was read from. */
export interface LoadedRoadmap {
  readonly roadmap: Roadmap;
  readonly sha256: string;
}

export interface PlanOptions {
  /** `YYYY-MM-DD`: plan as if launched on this date, and not on the program’s own. */
  readonly launch?: string;
  /** The exact instant of a live launch (milliseconds where a number): nothing falls before it, and `PT2M` after launch counts from it. */
  readonly launchAt?: Date | number;
  /** What people changed since the launch, in the order in which they did. */
  readonly edits?: readonly PlanEdit[];
}

/** An instant with the wall clock that it was meant on. `utc` ends in Z; `local` is `YYYY-MM-DDTHH:MM` (`:SS` where not zero). */
export interface Moment {
  readonly utc: string;
  readonly local: string;
  readonly zone: string;
}

/** Everything that decides when one step occurrence runs. All null while the event it waits for has not happened. */
export interface Dates {
  readonly opens: Moment;
  readonly due: Moment;
  /** When an overdue task is brought to the next person up, in order. Empty where nothing is escalated. */
  readonly escalations: readonly Moment[];
}

export interface PlannedStep {
  /** The step’s id in the roadmap. */
  readonly id: string;
  readonly occurrence: string;
  /** A team’s id, or PROGRAM_SCOPE. */
  readonly team: string;
  readonly stage: string;
  readonly stageOccurrence: string;
  readonly kind: string;
  readonly track: string;
  readonly audience: readonly Role[];
  /** null where the step waits for an event. */
  readonly dates: Dates | null;
  /** When the stage occurrence closes: an open task lapses then. */
  readonly lapses: Moment;
  /** The event waited for, or null. */
  readonly waitsFor: string | null;
  /** The best guess at `dates` while the event has not happened: as if the emitting step were done when due. */
  readonly forecast: Dates | null;
  /** For a step that waits: the dates in force when the event never comes (it opens then, or is skipped at `opens`). */
  readonly fallback: (Dates & { readonly otherwise: 'open' | 'skip' }) | null;
  /** Set for a gate. */
  readonly needs?: GateNeeds;
  /** Why it falls there: anchor, rule, calendar, holidays passed over, daylight saving. Plain English sentences. */
  readonly why: readonly string[];
  readonly sources: readonly string[];
}

/** A step as it is dated in one place: the same for every team of that zone and calendar. */
export type Dated = Omit<PlannedStep, 'team'>;

/** What must be done before a gate is met. */
export interface GateNeeds {
  /** `step/occurrence`, of the same team. */
  readonly steps: readonly string[];
  /** What was waived counts as done. */
  readonly waivedCounts: boolean;
}

/** One run of a stage by one team (or the program): one workflow. */
export interface StageOccurrence {
  readonly team: string;
  readonly stage: string;
  readonly occurrence: string;
  readonly workflow: string;
  /** The earliest opening of its steps. */
  readonly starts: Moment;
  /** What is still open lapses. */
  readonly closes: Moment;
}

export interface Period {
  readonly team: string;
  readonly zone: string;
  readonly track: string;
  readonly months: string;
  readonly startUtc: string;
  readonly endUtc: string;
}

/** `reminder.1` is the earliest reminder; `escalation.1` goes to the first person up. */
export type MessageKind =
  | 'assigned'
  /** It is in your hands from now on. */
  | 'handover'
  /** Somebody else has it in hand: nothing more to do. */
  | 'takeover'
  /** Somebody asked for a word to whoever has it in hand. No plan dates it. */
  | 'nudge'
  | 'invitation'
  | 'notice'
  | `reminder.${number}`
  | 'overdue'
  | 'checkin'
  | `escalation.${number}`;

export interface PlannedMessage {
  readonly key: string;
  readonly step: string;
  readonly occurrence: string;
  readonly team: string;
  readonly kind: MessageKind;
  /** Person id of the receiver. */
  readonly to: string;
  /** Person id of the one whose task it is about: the receiver, or another for checkin and escalation, or where the receiver has it in hand for them. */
  readonly about: string;
  /** The task’s natural key; null for a notice that belongs to no task. */
  readonly task: string | null;
  readonly channel: 'email';
  readonly language: Language;
  readonly sendAt: Moment;
  /** End of the receiver’s open hours after `sendAt`: past it the message is re-dated, not sent into the night. */
  readonly notAfter: Moment | null;
  /** Past this the message says nothing true any more and is dropped (a reminder, once the task is due). */
  readonly expires: Moment | null;
  readonly why: readonly string[];
}

/** A message that the rules would cause and the receiver’s quiet hours or holidays leave no room for. */
export interface DroppedMessage {
  readonly key: string;
  readonly step: string;
  readonly occurrence: string;
  readonly team: string;
  readonly kind: MessageKind;
  readonly to: string;
  readonly about: string;
  readonly task: string | null;
  readonly language: Language;
  readonly why: readonly string[];
}

export interface Plan {
  readonly program: string;
  readonly roadmap: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly tzdata: string;
  readonly periods: readonly Period[];
  readonly stages: readonly StageOccurrence[];
  readonly steps: readonly PlannedStep[];
}
