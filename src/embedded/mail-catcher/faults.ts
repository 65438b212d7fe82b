import { createHash } from 'node:crypto';

/** The points of an SMTP conversation at which the catcher can misbehave; `body` is after its last byte. */
export type Phase = 'greeting' | 'mail' | 'rcpt' | 'data' | 'mid-body' | 'body';

export interface Moment {
  readonly phase: Phase;
  /** 1 for the first connection since the catcher started. */
  readonly connection: number;
  readonly from: string | null;
  readonly to: readonly string[];
  /** By lower-case name; known in the phase `body` only. */
  readonly headers: Readonly<Record<string, string>> | null;
  /**
   * Which answered attempt at this message (or recipient, before the headers are known) this is, from 1.
   * Conversations that broke off do not count, so a draw from it does not depend on them.
   */
  readonly attempt: number;
}

/** What to do at a moment instead of going on at once. */
export interface Misbehaviour {
  readonly delayMs?: number;
  readonly reply?: { readonly code: number; readonly text: string };
  readonly cut?: boolean;
  /** Cut in the phase `body`: keep the mail, as a server does that accepted it and could not say so. Default true. */
  readonly keep?: boolean;
}

/** Decides at each moment. May be asynchronous: a test can so hold a conversation at an exact point. */
export type FaultPlan = (moment: Moment) => Misbehaviour | null | Promise<Misbehaviour | null>;

/** A fault that can be written as JSON, for a catcher in another process. The first that fits applies. */
export interface FaultRule {
  readonly at: Phase;
  readonly misbehave: Misbehaviour;
  /** Only for recipients that contain this. */
  readonly to?: string;
  /**
   * For this part of all moments only (0 to 1). Drawn from `seed`, message key (or recipient) and attempt:
   * the same mail meets the same fate in every run.
   */
  readonly fraction?: number;
  readonly seed?: string;
}

export function planOf(rules: readonly FaultRule[]): FaultPlan {
  return (moment) => rules.find((rule) => fits(rule, moment))?.misbehave ?? null;
}

function fits(rule: FaultRule, moment: Moment): boolean {
  if (rule.at !== moment.phase) return false;
  const { to } = rule;
  if (to !== undefined && !moment.to.some((address) => address.includes(to))) return false;
  return (
    rule.fraction === undefined || draw([rule.seed ?? '', subjectOf(moment), moment.attempt]) < rule.fraction
  );
}

/** What an attempt is counted by: the message where it is known, else the recipient, else the connection. */
export function subjectOf({ headers, to, connection }: Omit<Moment, 'attempt'>): string {
  return headers?.['x-milepost-key'] ?? headers?.['message-id'] ?? to.at(-1) ?? `connection ${connection}`;
}

/** A number from 0 (inclusive) to 1 (exclusive) that depends on nothing but its arguments. */
function draw(parts: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32BE(0) / 2 ** 32;
}
