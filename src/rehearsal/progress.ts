import type { Pool } from 'pg';
import type { WorkerNews } from './worker-child.ts';

/** A team with late tasks: how many, and whose, for whoever watches. It is shown and not kept. */
export interface LateTeam {
  readonly team: string;
  readonly tasks: number;
  readonly owners: readonly string[];
}

/** Where the program stands. */
export interface Snapshot {
  /** Program time, ms. */
  readonly now: number;
  readonly stages: readonly { readonly team: string; readonly stage: string; readonly occurrence: string }[];
  /** Tasks by status. */
  readonly tasks: Readonly<Record<string, number>>;
  /** Mails that the catcher holds. */
  readonly mails: number;
  readonly late: readonly LateTeam[];
}

export type Progress =
  | {
      readonly type: 'ready';
      readonly id: string;
      /** Program time in ms. */
      readonly from: number;
      readonly until: number;
      /** The page that shows the mails. */
      readonly mailsUrl: string;
      /** It goes on where an earlier run stopped. */
      readonly resumed: boolean;
    }
  | ({ readonly type: 'worker' } & WorkerNews)
  /** At each instant. */
  | { readonly type: 'instant'; readonly now: number }
  /** Now and then. */
  | ({ readonly type: 'snapshot' } & Snapshot)
  | { readonly type: 'checking' };

const EVERY_MS = 250;

/** Takes a snapshot at most four times a second of real time, beside the run and never in its way. */
export class SnapshotTaker {
  readonly #pool: Pool;
  readonly #mails: () => number;
  readonly #tell: (progress: Progress) => void;
  #takenAt = 0;
  #taking: Promise<void> | null = null;

  constructor(pool: Pool, mails: () => number, tell: (progress: Progress) => void) {
    this.#pool = pool;
    this.#mails = mails;
    this.#tell = tell;
  }

  offer(now: number): void {
    if (this.#taking !== null || performance.now() - this.#takenAt < EVERY_MS) return;
    this.#taking = this.take(now)
      // Postgres may be away for a moment; the next one tells.
      .catch(() => undefined)
      .finally(() => {
        this.#takenAt = performance.now();
        this.#taking = null;
      });
  }

  async settled(): Promise<void> {
    await this.#taking;
  }

  async take(now: number): Promise<void> {
    const [stages, tasks, late] = await Promise.all([
      this.#pool.query<Snapshot['stages'][number]>(
        `SELECT team, stage, occurrence FROM workflow_state
          WHERE status = 'running' AND stage IS NOT NULL ORDER BY team, started_at, stage, occurrence`,
      ),
      this.#pool.query<{ status: string; count: number }>(
        'SELECT status, count(*)::int AS count FROM task GROUP BY status ORDER BY status',
      ),
      this.#pool.query<LateTeam>(
        `SELECT t.team, count(*)::int AS tasks, array_agg(DISTINCT p.name ORDER BY p.name) AS owners
           FROM task AS t JOIN person AS p ON p.program_id = t.program_id AND p.id = t.owner
          WHERE t.status IN ('overdue', 'escalated') GROUP BY t.team ORDER BY t.team`,
      ),
    ]);
    this.#tell({
      type: 'snapshot',
      now,
      stages: stages.rows,
      tasks: Object.fromEntries(tasks.rows.map(({ status, count }) => [status, count])),
      mails: this.#mails(),
      late: late.rows,
    });
  }
}
