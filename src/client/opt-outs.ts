import type { OptOutGroup } from '../domain/message-kinds.ts';

/** Who declines what, as the secret in one of their mails says. */
export interface Declined {
  readonly program: string;
  readonly person: string;
  readonly group: OptOutGroup;
}

/** What people do not want to be sent any more. */
export interface OptOuts {
  /** What a secret would decline; null where nobody was given it. Looking spends and changes nothing. */
  find(token: string): Promise<Declined | null>;
  /**
   * Declines it: what waits is stopped, and what comes later is written down as not sent. Once or twice is the same.
   * Null where nobody was given this secret.
   */
  decline(token: string): Promise<Declined | null>;
}
