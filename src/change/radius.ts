/**
 * What a change of plan means for a program that runs: which steps, tasks and messages move, are cancelled or appear,
 * and what is to be written so that it happens. Pure: the same facts give the same radius, in a preview and when applied.
 */
import {
  compilePlan,
  msOf,
  type Plan,
  type PlanContext,
  type PlanEdit,
  resolvePeople,
  workloadOf,
  workloadWarnings,
} from '../plan/index.ts';
import type { Dates, Moment, StageOccurrence } from '../plan/types.ts';
import type { Person } from '../roadmap/program-schema.ts';
import { affectedTeams, differing } from './affected.ts';
import { Judging } from './judging.ts';
import type { Facts, StageRunRef, StepRef, Writes } from './ports.ts';
import { keyOf, type Pair, pairsOf, sameStep } from './pairs.ts';
import { Redefined } from './redefined.ts';

export type Effect = 'moves' | 'cancels' | 'appears';

export interface StepLine extends StepRef {
  /** `asks`: it is open, and asks other things, or other people. `needs`: a gate keeps its dates, and needs other steps. */
  readonly effect: Effect | 'asks' | 'needs';
  /** Whether its tasks are open already. */
  readonly open: boolean;
  readonly from: Pick<Dates, 'opens' | 'due'> | null;
  readonly to: Pick<Dates, 'opens' | 'due'> | null;
  /** For a gate that needs other steps than before: which they were, and are. */
  readonly needs?: { readonly from: readonly string[]; readonly to: readonly string[] };
  readonly why: readonly string[];
}

export interface MessageLine extends StepRef {
  readonly key: string;
  readonly kind: string;
  readonly to: string;
  /** `holds` and `releases`: a pause, or the wait to be confirmed, begins or ends; `rewrites`: it says so in other words. */
  readonly effect: Effect | 'holds' | 'releases' | 'rewrites';
  readonly before: Moment | null;
  readonly after: Moment | null;
  /** It goes out when the change is made, in the next open hour of its receiver: `after` is a guess. */
  readonly atOnce: boolean;
  /** It waits until the change is confirmed. */
  readonly unconfirmed: boolean;
  readonly why: readonly string[];
}

/** An open task that comes into other hands, is somebody’s anew, or is taken back. */
export interface TaskLine extends StepRef {
  readonly key: string;
  readonly effect: 'hands' | 'appears' | 'cancels';
  readonly from: string | null;
  readonly to: string | null;
  readonly why: readonly string[];
}

export interface Radius {
  readonly steps: readonly StepLine[];
  readonly tasks: readonly TaskLine[];
  readonly messages: readonly MessageLine[];
  /** Step runs that the edit is about, and that stay as they are because they are over. */
  readonly over: number;
  /** What is worth a look before it is made: whose month would grow past what their part should take. */
  readonly conflicts: readonly string[];
  /** Why the change cannot be made: sentences that say what to do instead. */
  readonly problems: readonly string[];
}

export interface Outcome {
  readonly radius: Radius;
  readonly writes: Writes;
}

/**
 * The plan before against the plan after, for a program that stands as `facts` say.
 *
 * @param edits all edits of the plan after
 * @param mayBeLate whether a due date of a step may come to lie in the past: an undo restores it as it was
 * @param by who asks for the change: nobody is told of what they did themselves
 */
export function radiusOf(
  before: PlanContext,
  after: PlanContext,
  facts: Facts,
  {
    edits,
    ...making
  }: {
    readonly edits: readonly PlanEdit[];
    readonly mayBeLate: (step: string) => boolean;
    readonly by?: string;
  },
): Outcome {
  const [old, next] = [compilePlan(before), compilePlan(after)];
  const affected = affectedTeams(before, after);
  const redefined = new Redefined(before, after);
  const concerned = redefined.concerned();
  const pairs = pairsOf(old.steps, next.steps).filter(
    ({ before: a, after: b }) =>
      !sameStep(a, b) || affected.has((a ?? b)?.team ?? '') || (a !== null && concerned(a)),
  );
  const judged = new Judging({ before, after, redefined, facts, ...making });
  for (const pair of pairs) judged.step(pair);
  const { lines, tasks, messages, problems, over, writes } = judged;
  const stages = stageWrites(old.stages, next.stages);
  return {
    radius: {
      steps: lines,
      tasks,
      messages,
      over,
      conflicts: [
        ...dueInPause(before, after, next, facts),
        ...overloads(before, old, after, next),
        ...reachedElsewhere(before, after),
      ],
      problems,
    },
    writes: {
      ...writes,
      ...peopleWrites(before, after),
      edits,
      stages,
      roadmap: differing(before, after).some(({ kind }) => kind === 'amend')
        ? { roadmap: after.roadmap, sha256: after.sha256 }
        : null,
      tell: toldOf(pairs, facts),
      tellProgram: differing(before, after).some(({ kind }) => kind === 'enrol' || kind === 'withdraw'),
    },
  };
}

/** The runs whose workflows have something to load: those with a changed step, or with an open one whose hands changed. */
function toldOf(pairs: readonly Pair[], facts: Facts): StageRunRef[] {
  const tell = new Map<string, StageRunRef>();
  for (const { key, before, after } of pairs) {
    const begun = facts.steps.get(key);
    if (sameStep(before, after) && begun !== 'open' && begun !== undefined) continue;
    for (const each of [before, after]) {
      if (each === null) continue;
      const run = { team: each.team, stage: each.stage, occurrence: each.stageOccurrence };
      tell.set(Object.values(run).join('/'), run);
    }
  }
  return [...tell.values()];
}

/** Rows of people who joined, or are written to in another way than before. */
function peopleWrites(before: PlanContext, after: PlanContext): Pick<Writes, 'people' | 'readdressed'> {
  const known = new Map(resolvePeople(before).map((person) => [person.id, JSON.stringify(person)]));
  const people = resolvePeople(after).filter((person) => known.get(person.id) !== JSON.stringify(person));
  return { people, readdressed: people.map(({ id }) => id).filter((id) => known.has(id)) };
}

/** Who is written to at another address or in another place from now on. The address itself is in no line. */
function reachedElsewhere(before: PlanContext, after: PlanContext): string[] {
  const known = new Map(before.program.people.map((person) => [person.id, reachOf(person)]));
  return after.program.people
    .filter((person) => known.has(person.id) && known.get(person.id) !== reachOf(person))
    .map(({ id }) => `What waits for ${id}, and all that follows, goes to the new address.`);
}

const reachOf = ({ email, channel = 'email', webhook }: Person): string =>
  channel === 'webhook' ? `${channel} ${webhook}` : email;

/** What came due while a pause that now ends held it up. */
function dueInPause(before: PlanContext, after: PlanContext, { steps }: Plan, facts: Facts): string[] {
  const ended = differing(before, after).find((edit) => edit.kind === 'resume');
  const pause = before.edits.find(({ change }) => change === ended?.pause);
  if (ended === undefined || pause === undefined) return [];
  const passed = steps.filter((step) => {
    const due = (step.dates ?? step.fallback)?.due;
    const begun = facts.steps.get(keyOf(step));
    return (
      due !== undefined &&
      begun !== 'done' &&
      begun !== 'skipped' &&
      (pause.scope.team === undefined || pause.scope.team === step.team) &&
      pause.at < msOf(due) &&
      msOf(due) <= facts.now
    );
  });
  if (passed.length === 0) return [];
  const days = Math.max(1, Math.ceil((facts.now - pause.at) / DAY_MS));
  return [
    `${passed.length === 1 ? '1 step' : `${passed.length} steps`} came due in the pause and will be open and late at once; ` +
      `resume with --move to move what is not done by its ${days} ${days === 1 ? 'day' : 'days'}.`,
  ];
}

const DAY_MS = 86_400_000;

/** Who would be asked for more than their part should take, and was not before. */
function overloads(before: PlanContext, old: Plan, after: PlanContext, next: Plan): string[] {
  const known = new Set(workloadWarnings(before.program, workloadOf(before, old)));
  return workloadWarnings(after.program, workloadOf(after, next)).filter((warning) => !known.has(warning));
}

function stageWrites(
  before: readonly StageOccurrence[],
  after: readonly StageOccurrence[],
): Writes['stages'] {
  const name = ({ team, stage, occurrence }: StageRunRef) => `${team}/${stage}/${occurrence}`;
  const old = new Map(before.map((run) => [name(run), run]));
  const next = new Set(after.map(name));
  return {
    put: after.filter((run) => {
      const known = old.get(name(run));
      return known?.starts.utc !== run.starts.utc || known.closes.utc !== run.closes.utc;
    }),
    drop: before
      .filter((run) => !next.has(name(run)))
      .map(({ team, stage, occurrence }) => ({ team, stage, occurrence })),
  };
}
