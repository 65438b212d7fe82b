/**
 * The life of one task:
 *
 *   assigned -> overdue -> escalated (level 1, 2) -> completed | waived | lapsed
 *       ^----------'-------------' where its due date is moved
 *
 * "Reminded" is not a state: the outbox knows which messages went out.
 * A volunteer's task stays `assigned` until it is closed; nobody is told that it is late.
 */
export const taskStatuses = ['assigned', 'overdue', 'escalated', 'completed', 'waived', 'lapsed'] as const;

export type TaskStatus = (typeof taskStatuses)[number];

export const openStatuses = ['assigned', 'overdue', 'escalated'] as const satisfies readonly TaskStatus[];

export const isOpen = (status: TaskStatus): boolean =>
  (openStatuses as readonly TaskStatus[]).includes(status);

/**
 * The workflow of tasks that no stage has: the engine asks a program lead for help. A person closes them, without a
 * workflow.
 */
export const NO_WORKFLOW = '';

export interface TaskState {
  readonly status: TaskStatus;
  /** How far up it was brought: 0, 1 or 2. */
  readonly level: number;
  readonly volunteer: boolean;
  /** Program time in ms at which it was closed; null while it is open. */
  readonly closedAt: number | null;
}

export type TaskEvent =
  | { readonly type: 'due' }
  /** Its due date was moved to a later time than now. */
  | { readonly type: 'postpone' }
  | { readonly type: 'escalate'; readonly level: number }
  | { readonly type: 'complete' }
  | { readonly type: 'waive' }
  | { readonly type: 'lapse' };

export const newTask = (volunteer: boolean): TaskState => ({
  status: 'assigned',
  level: 0,
  volunteer,
  closedAt: null,
});

/**
 * The task after `event` at `now` (program time, ms). Pure and total: an event that no longer applies
 * (a late `due` on a completed task, a second completion) gives back the same object.
 */
export function decideTask(task: TaskState, event: TaskEvent, now: number): TaskState {
  if (!isOpen(task.status)) return task;
  switch (event.type) {
    case 'due':
      return task.volunteer || task.status !== 'assigned' ? task : { ...task, status: 'overdue' };
    case 'postpone':
      return task.status === 'assigned' ? task : { ...task, status: 'assigned', level: 0 };
    case 'escalate':
      return task.volunteer || event.level <= task.level
        ? task
        : { ...task, status: 'escalated', level: event.level };
    case 'complete':
      return { ...task, status: 'completed', closedAt: now };
    case 'waive':
      return { ...task, status: 'waived', closedAt: now };
    case 'lapse':
      return { ...task, status: 'lapsed', closedAt: now };
  }
}
