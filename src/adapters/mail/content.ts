import type { Language } from '../../domain/language.ts';

/** What a mail is for; the number of a reminder or escalation makes no difference to its words. */
export type MailKind =
  | 'assigned'
  | 'handover'
  | 'takeover'
  | 'invitation'
  | 'notice'
  | 'reminder'
  | 'nudge'
  | 'overdue'
  | 'checkin'
  | 'escalation';

/**
 * One mail as plain facts, every text in the receiver's language and every time on the receiver's clock.
 * Nothing here is looked up or computed any more.
 */
export interface MailContent {
  readonly kind: MailKind;
  readonly language: Language;
  readonly program: string;
  /** Null where it belongs to the whole program. */
  readonly team: string | null;
  readonly receiver: string;
  /** Who has it in hand, where that is another person; where it is the receiver, for whom they have it. */
  readonly about: string | null;
  /** Who asked for this mail, and what they wrote; null (or left out) where it came of itself. */
  readonly note?: { readonly from: string; readonly text: string | null } | null;
  /** The receiver (or the one it is about) takes part as a patient advisor. */
  readonly volunteer: boolean;
  readonly title: string;
  readonly purpose: string;
  readonly instructions: string;
  /** "October 2016", "October to December 2016"; null for what happens once. */
  readonly period: string | null;
  /** Months of a quarter that have counts, in words; null where the mail is about no quarter. */
  readonly months: {
    readonly found: number;
    readonly asked: number;
    readonly missing: readonly string[];
  } | null;
  /** For a gate: what is still to be done, in words. Null for another step. */
  readonly missing: readonly string[] | null;
  /** How long it takes one person; 0 where there is nothing to do. */
  readonly minutes: number;
  readonly due: { readonly day: string; readonly full: string } | null;
  /** Set for what people come together for: its due time is when it begins. */
  readonly where: string | null;
  /** What completing it asks for. */
  readonly asks: readonly string[];
  readonly commands: { readonly complete: string; readonly waive: string } | null;
  /** Opens the task for the receiver, in the place of the commands; null (or left out) where there is no portal. */
  readonly link?: string | null;
  /** Whom to turn to. */
  readonly helper: string | null;
  /** Why an escalation comes to this person: what they lead. */
  readonly leads: {
    readonly what: 'team' | 'clinic' | 'organization' | 'program';
    readonly name: string;
  } | null;
}
