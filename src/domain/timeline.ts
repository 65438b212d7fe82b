/**
 * The rules of a program's or a team's way through its stages: which stage starts when, and when all is over.
 * Stages overlap (the roadmap's periods do), so this is a list of starts, not a queue.
 */
export interface TimelineStage {
  /** `stage/occurrence`. */
  readonly key: string;
  readonly workflow: string;
  /** Program time, ms. */
  readonly startsAt: number;
}

export interface TimelineState {
  readonly schemaVersion: 1;
  /** By stage key; and, in a program, by `team:<id>`. */
  readonly children: Readonly<Record<string, 'started' | 'ended'>>;
}

export const emptyTimeline: TimelineState = { schemaVersion: 1, children: {} };

export const teamChild = (team: string): string => `team:${team}`;

/** The earliest start still ahead, or null where everything has started. */
export function nextStart(stages: readonly TimelineStage[], state: TimelineState): number | null {
  const ahead = stages
    .filter((stage) => state.children[stage.key] === undefined)
    .map((stage) => stage.startsAt);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** Marks the stages to wake for by `now` as started and names them, earliest first. */
export function startDue(
  stages: readonly TimelineStage[],
  state: TimelineState,
  now: number,
  wake: (at: number) => number = (at) => at,
): { readonly state: TimelineState; readonly start: readonly TimelineStage[] } {
  const start = stages
    .filter((stage) => state.children[stage.key] === undefined && wake(stage.startsAt) <= now)
    .sort((a, b) => a.startsAt - b.startsAt || (a.key < b.key ? -1 : 1));
  return {
    state: markChildren(
      state,
      start.map((stage) => stage.key),
      'started',
    ),
    start,
  };
}

export function markChildren(
  state: TimelineState,
  keys: readonly string[],
  status: 'started' | 'ended',
): TimelineState {
  if (keys.length === 0) return state;
  const children = { ...state.children };
  for (const key of keys) children[key] = status;
  return { ...state, children };
}

/** Over when every stage has started and every child has ended. */
export const timelineOver = (stages: readonly TimelineStage[], state: TimelineState): boolean =>
  nextStart(stages, state) === null && Object.values(state.children).every((status) => status === 'ended');
