/** Why a message is not sent again, or not given up. */
export type NotMended =
  /** It is not among those that failed, or not any more. */
  | 'not_failed'
  /** Its task is closed: nothing more is sent about it. */
  | 'task_closed'
  /** It would say nothing true any more. */
  | 'time_passed'
  /** The address of its receiver does not exist; who leads the program corrects it. */
  | 'address_gone'
  /** Messages of this team are held at this moment, by a pause or an amendment. */
  | 'held'
  /** Its receiver declined messages of this kind. */
  | 'declined'
  /** A change or a newer message stopped it, or its step or task is other than it says. */
  | 'out_of_date';

export interface MendMessage {
  /** Mail address of the administrator. */
  readonly by: string;
  /** Id of the outbox row. */
  readonly message: string;
  readonly reason: string | null;
}

/** What somebody who runs the system changes in Postgres. Each change is in the audit log, in the same transaction. */
export interface Desk {
  /** Has a message tried again now that failed, or that may not have arrived. null where it is. */
  resend(mend: MendMessage): Promise<NotMended | null>;
  /** Ends the attempts at a message. Whoever leads the program is told by a task. null where they are ended. */
  giveUp(mend: MendMessage): Promise<NotMended | null>;
  /** Ends every sign-in of the address that has this one. @returns how many */
  endSignIns(session: string, by: string): Promise<number>;
}
