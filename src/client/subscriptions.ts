import type { Language } from '../domain/language.ts';
import type { OptOutGroup } from '../domain/message-kinds.ts';

/** Who declines what, as the secret in one of their mails says. Ids. */
export interface Declined {
  readonly program: string;
  readonly person: string;
  readonly group: OptOutGroup;
}

/** A kind of mail that one person may decline, by the secret of a mail. */
export interface Subscription {
  readonly group: OptOutGroup;
  /** Title of the program that sends it. */
  readonly program: string;
  readonly language: Language;
  readonly subscribed: boolean;
}

/** What people want to be sent. Null where a secret is nobody's. */
export interface Subscriptions {
  /** Looking changes nothing. */
  find(secret: string): Promise<Subscription | null>;
  /**
   * Declines it, or takes that back. What is declined is stopped where it waits, and written down as not sent where it
   * comes later; what was stopped stays so. Gives it as it stands afterwards. Once or twice is the same.
   */
  set(secret: string, subscribed: boolean): Promise<Subscription | null>;
}
