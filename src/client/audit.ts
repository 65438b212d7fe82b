/** What somebody who runs the system can do, as the log names it. */
export type AuditAction =
  | 'administrator.added'
  | 'administrator.removed'
  | 'workflow.retry'
  | 'workflow.wake'
  | 'workflow.restart'
  | 'workflow.terminate'
  | 'workflows.rehydrate'
  | 'workflows.sweep'
  | 'message.resend'
  | 'message.give_up'
  | 'sessions.end';

export interface AuditEntry {
  /** Mail address of an administrator; null for who uses the command line. Its id is what is kept. */
  readonly by: string | null;
  readonly action: AuditAction;
  /** Id of what it is done to. */
  readonly subject: string;
  readonly program: string | null;
  /** In the words of who does it. */
  readonly reason: string | null;
  /** `asked`: before what is done elsewhere; `failed` follows where it was not. */
  readonly outcome: 'done' | 'asked' | 'failed';
}

/** Who did what, to what, why and when. It is only ever added to. */
export interface AuditLog {
  /** @returns the number of the entry */
  record(entry: AuditEntry): Promise<number>;
}
