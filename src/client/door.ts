import type { Language } from '../domain/language.ts';
import { hashOf, newSecret } from './secrets.ts';

/** Somebody asks for a link that lets them in. */
export interface SignInRequest {
  readonly email: string;
  /** Of the page on which they ask. */
  readonly language: Language;
  /** A path of ours to which they want to go; null for the usual one. */
  readonly returnTo: string | null;
}

/** A link out of a mail, looked at. */
export interface SignInLink {
  readonly language: Language;
  /** Whether it still lets in: it has been used by nobody, and ten minutes have not passed. */
  readonly works: boolean;
}

/** Somebody who is signed in, as they are now. */
export interface SignedIn {
  readonly session: string;
  readonly email: string;
  /** Every entry with that address, those of running programs first; empty for an administrator who has none. */
  readonly entries: readonly { readonly program: string; readonly person: string }[];
  /** In which their first program writes to them. */
  readonly language: Language;
  /** IANA zone of the same; null where they have no entry. */
  readonly zone: string | null;
  readonly admin: boolean;
}

/** A browser in which somebody is signed in. */
export interface SessionShown {
  readonly id: string;
  readonly browser: string;
  readonly createdAt: Date;
  /** To five minutes. */
  readonly seenAt: Date;
}

/** Keeps hashes, and counts in real time by the database's clock. */
export interface DoorStore {
  ask(request: SignInRequest): Promise<void>;
  askAgain(linkHash: string): Promise<boolean>;
  look(linkHash: string): Promise<SignInLink | null>;
  spend(
    linkHash: string,
    session: { hash: string; browser: string },
  ): Promise<{ returnTo: string | null } | null>;
  who(sessionHash: string): Promise<SignedIn | null>;
  leave(sessionHash: string): Promise<void>;
  sessions(email: string): Promise<SessionShown[]>;
  end(email: string, session: string): Promise<boolean>;
  endOthers(email: string, session: string): Promise<void>;
}

/** A mail that is to be written. */
export interface WantedLink {
  readonly id: string;
  /** The how manieth attempt this is. */
  readonly attempt: number;
  /** Null where the address is nobody's, or has been sent enough: there is nothing to write. */
  readonly address: string | null;
  /** In which programs write to them; that of the page where none does. */
  readonly language: Language;
}

/** Who waits for a link. A lane of its own: nothing else is ever before them. */
export interface SignInQueue {
  /** Takes the next who waits, and lets in by the secret with this hash; null where nobody waits. */
  take(linkHash: string): Promise<WantedLink | null>;
  done(id: string): Promise<void>;
  /** @param unsent the hash of the link of an attempt that surely did not leave: it lets nobody in, and is forgotten */
  again(id: string, inMs: number, unsent: string | null): Promise<void>;
  /** Forgets what is over. @returns how many waited in vain */
  tidy(): Promise<number>;
}

/** How people get in: by a link that reaches their mail address, and then by a cookie. */
export interface Door {
  /** Notes the wish. Whose address it is, if anybody's, is found out later: the answer cannot tell, nor can its time. */
  ask(request: SignInRequest): Promise<void>;
  /** A fresh link to the address of an old one; false where that is none of ours. */
  askAgain(secret: string): Promise<boolean>;
  /** Looking spends nothing. Null where no mail had this secret, or long ago. */
  look(secret: string): Promise<SignInLink | null>;
  /** Uses a link up and lets in; null where it does not work any more. Of several at once, one. */
  spend(
    secret: string,
    browser: string,
  ): Promise<{ readonly token: string; readonly returnTo: string | null } | null>;
  /** Null where this cookie lets nobody in any more. */
  who(token: string): Promise<SignedIn | null>;
  leave(token: string): Promise<void>;
  /** The one seen last first. */
  sessions(email: string): Promise<SessionShown[]>;
  /** False where this address has no such session. */
  end(email: string, session: string): Promise<boolean>;
  endOthers(email: string, session: string): Promise<void>;
}

export const createDoor = (store: DoorStore): Door => ({
  ask: (request) => store.ask(request),
  askAgain: (secret) => store.askAgain(hashOf(secret)),
  look: (secret) => store.look(hashOf(secret)),
  async spend(secret, browser) {
    const token = newSecret();
    const spent = await store.spend(hashOf(secret), { hash: hashOf(token), browser });
    return spent === null ? null : { token, returnTo: spent.returnTo };
  },
  who: (token) => store.who(hashOf(token)),
  leave: (token) => store.leave(hashOf(token)),
  sessions: (email) => store.sessions(email),
  end: (email, session) => store.end(email, session),
  endOthers: (email, session) => store.endOthers(email, session),
});
