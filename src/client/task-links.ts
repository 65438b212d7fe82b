/** Whom a link in a mail is for, and which task it opens. Ids. */
export interface LinkedTask {
  readonly program: string;
  readonly person: string;
  readonly task: string;
}

/** The same with the SHA-256 of its secret, which is all that is kept of that. */
export interface KeptLink extends LinkedTask {
  readonly hash: string;
}
