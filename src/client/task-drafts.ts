/** What people have begun to fill in and not sent yet. */
export interface TaskDrafts {
  /** Keeps it in the place of what was there. Of a task that is closed, nothing is kept. */
  keep(draft: {
    readonly task: string;
    /** Person id. */
    readonly person: string;
    /** By name of a field. */
    readonly typed: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Forgets what anybody began to fill in for a task. */
  clear(task: string): Promise<void>;
}
