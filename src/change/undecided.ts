/**
 * What a new version of the roadmap does while something of it is still to be decided: what happens either way, and what
 * hangs on the decisions. Pure.
 */
import { CommandError } from '../client/types.ts';
import { canonicalJson } from '../roadmap/canonical-json.ts';
import type { MessageLine, Radius, StepLine, TaskLine } from './radius.ts';
import { Tally, tallyLines } from './tally.ts';

type Lines = Pick<Radius, 'steps' | 'tasks' | 'messages'>;

/** What happens only where all that is open is decided in one way; `refused`: why it cannot be decided so. */
export interface Branch extends Lines {
  readonly refused: string | null;
}

export interface Undecided {
  /** What happens whatever is decided. Empty where one of the two ways is refused: then it cannot be told apart. */
  readonly radius: Radius;
  readonly depends: { readonly keep: Branch; readonly take: Branch };
}

/** @param outcome what happens where all that is open is kept, or taken */
export function undecided(outcome: (all: 'keep' | 'take') => Radius): Undecided {
  const [keep, take] = [attempt(() => outcome('keep')), attempt(() => outcome('take'))];
  if (typeof keep === 'string' || typeof take === 'string') {
    return { radius: certain(NO_LINES), depends: { keep: branch(keep, null), take: branch(take, null) } };
  }
  return {
    radius: {
      ...certain({
        steps: common(keep.steps, take.steps, stepId),
        tasks: common(keep.tasks, take.tasks, taskId),
        messages: common(keep.messages, take.messages, messageId),
      }),
      over: Math.min(keep.over, take.over),
      conflicts: common(keep.conflicts, take.conflicts, String),
      problems: common(keep.problems, take.problems, String),
    },
    depends: { keep: branch(keep, take), take: branch(take, keep) },
  };
}

const NO_LINES: Lines = { steps: [], tasks: [], messages: [] };

function attempt(outcome: () => Radius): Radius | string {
  try {
    return outcome();
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
}

function certain({ steps, tasks, messages }: Lines): Radius {
  const tally = new Tally();
  tallyLines({ lines: [...steps], tasks: [...tasks], messages }, tally);
  return { steps, tasks, messages, tally: tally.lines(), over: 0, conflicts: [], problems: [] };
}

/** What is in one way and not in the other. */
function branch(own: Radius | string, other: Radius | null): Branch {
  if (typeof own === 'string') return { ...NO_LINES, refused: own };
  return {
    steps: without(own.steps, other?.steps ?? [], stepId),
    tasks: without(own.tasks, other?.tasks ?? [], taskId),
    messages: without(own.messages, other?.messages ?? [], messageId),
    refused: null,
  };
}

const stepId = ({ why: _why, ...line }: StepLine): string => canonicalJson(line);
const taskId = ({ why: _why, ...line }: TaskLine): string => canonicalJson(line);
/** Whether it waits to be confirmed hangs on which steps the version touches, and is no other message. */
const messageId = ({ why: _why, unconfirmed: _unconfirmed, ...line }: MessageLine): string =>
  canonicalJson(line);

function common<Line>(some: readonly Line[], others: readonly Line[], id: (line: Line) => string): Line[] {
  const known = new Set(others.map(id));
  return some.filter((line) => known.has(id(line)));
}

function without<Line>(some: readonly Line[], others: readonly Line[], id: (line: Line) => string): Line[] {
  const known = new Set(others.map(id));
  return some.filter((line) => !known.has(id(line)));
}
