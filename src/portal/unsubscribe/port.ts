import type { Language } from '../../domain/language.ts';

/** A kind of mail that one person may decline, by the secret of a mail. */
export interface Subscription {
  readonly group: 'notices' | 'stories';
  /** Title of the program that sends it. */
  readonly program: string;
  readonly language: Language;
  readonly subscribed: boolean;
}

/** Looks up and changes what a person does not want to be sent. Null where the secret is nobody's. */
export interface Subscriptions {
  find(secret: string): Promise<Subscription | null>;
  /** Gives it as it stands afterwards. The same wish twice is the same as once. */
  set(secret: string, subscribed: boolean): Promise<Subscription | null>;
}
