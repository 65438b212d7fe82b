/** What the sweep that looks for drift is asked and answers. Ids and numbers only. */

/** Where Postgres and what runs do not agree, or where nothing gets on. */
export type Drift =
  /** Nothing runs for it; see `recovery/judge.ts` for the first four. */
  | 'missing'
  | 'other_epoch'
  | 'behind'
  | 'ahead'
  /** Its next moment is long past. */
  | 'overdue'
  /** It was told something that it never heard. */
  | 'unheard'
  /** A child of it ended, and it does not know. */
  | 'end_unheard'
  /** It was started long ago and has not answered. */
  | 'unstarted';

export interface Suspect {
  readonly workflowId: string;
  readonly drift: Drift;
  /** How far the workflow had come: one that gets on between two looks has not drifted. */
  readonly mark: string;
}

export interface OverdueMail {
  readonly program: string;
  readonly messages: number;
  /** ISO. */
  readonly since: string;
}

export interface FirstLook {
  readonly looked: number;
  readonly suspects: readonly Suspect[];
  readonly overdueMail: readonly OverdueMail[];
}

export interface Mended {
  readonly workflowId: string;
  readonly drift: Drift;
  /**
   * `started` and `replaced`: from its projection. `told`: to look again. `waits`: nothing could be done, or what was
   * done within the last day did not help; somebody should look.
   */
  readonly did: 'started' | 'replaced' | 'told' | 'waits';
}

export interface ReconcileInput {
  readonly realm: string;
  readonly spreadMs: number;
  /** Real time between the two looks. */
  readonly secondLookMs: number;
}

export interface ReconcileReport {
  readonly looked: number;
  /** Amiss at the first look. */
  readonly suspected: number;
  /** Still so at the second. */
  readonly mended: readonly Mended[];
  readonly overdueMail: readonly OverdueMail[];
}
