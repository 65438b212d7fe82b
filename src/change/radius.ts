/**
 * What a change of plan means for a program that runs: which steps, tasks and messages move, are cancelled or appear,
 * and what is to be written so that it happens. Pure: the same facts give the same radius, in a preview and when applied.
 */
import {
  compilePlan,
  heavyMonths,
  LEAST_ALLOWED_MINUTES,
  msOf,
  type PlanContext,
  type PlanEdit,
  resolvePeople,
  workloadWarnings,
} from '../plan/index.ts';
import type { Dates, Moment } from '../plan/types.ts';
import type { Person } from '../roadmap/program-schema.ts';
import { affectedTeams, differing } from './affected.ts';
import {
  changesDatesAlone,
  jointCohorts,
  type JointCohort,
  pairsIn,
  splitRuns,
  stagesOf,
  tallyRuns,
  toldBy,
} from './cohorts.ts';
import { Crowds } from './crowds.ts';
import { Judging } from './judging.ts';
import type { Facts, StageRunRef, StepRef, Writes } from './ports.ts';
import { keyOf, type Pair, pairsOf, sameStep } from './pairs.ts';
import { mergedRuns } from './merged.ts';
import { OpenRuns } from './open-runs.ts';
import { Redefined } from './redefined.ts';
import { standingOf } from './standing.ts';
import { Tally, tallyLines, type TallyLine } from './tally.ts';

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
  /** Of many teams, worked out when it is asked for: every line of every team. */
  readonly steps: readonly StepLine[];
  readonly tasks: readonly TaskLine[];
  /** As `steps`. */
  readonly messages: readonly MessageLine[];
  /** The same, counted: what is alike is one line, however many teams it is about. */
  readonly tally: readonly TallyLine[];
  /** Step runs that the edit is about, and that stay as they are because they are over. */
  readonly over: number;
  /** What is worth a look before it is made: whose month would grow past what their part should take. */
  readonly conflicts: readonly string[];
  /** Why the change cannot be made: sentences that say what to do instead. */
  readonly problems: readonly string[];
}

export interface Outcome {
  readonly radius: Radius;
  /** Worked out when it is asked for. */
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
  const affected = affectedTeams(before, after);
  const redefined = new Redefined(before, after);
  const tally = new Tally();
  const crowds = new Crowds(before, after, tally);
  const joint = jointCohorts(before, after);
  const standing = standingOf(facts);
  const open = new OpenRuns({ before, after, facts, standing });
  const { runs, alone, together } = changesDatesAlone(before, after)
    ? splitRuns(joint, facts, { crowds, open, concerned: (team) => affected.has(team) })
    : { runs: [], alone: concernedPairs(before, after, { affected, redefined }), together: [] };
  const judge = (pairs: Iterable<Pair>): Judging => {
    const judging = new Judging({ before, after, redefined, facts, standing, ...making });
    for (const pair of pairs) judging.step(pair);
    return judging;
  };
  const judged = judge(alone);
  tallyRuns(mergedRuns(runs, before, after), crowds, tally);
  open.count(crowds, tally);
  tallyLines(judged, tally);
  const { tasks, problems, over } = judged;
  const pairs = [...alone, ...together];
  const begun = once(() => (together.length === 0 ? judged : judge(pairs)));
  const whole = once(() => {
    const [here, ahead] = [begun(), judge(pairsIn(runs))];
    return { steps: [...here.lines, ...ahead.lines], messages: [...here.messages, ...ahead.messages] };
  });
  return {
    radius: {
      get steps() {
        return whole().steps;
      },
      tasks,
      get messages() {
        return whole().messages;
      },
      tally: tally.lines(),
      over,
      conflicts: [
        ...dueInPause(before, after, facts),
        ...overloads(before, after, joint),
        ...reachedElsewhere(before, after),
      ],
      problems,
    },
    get writes() {
      const { steps, ...writes } = begun().writes;
      return {
        ...writes,
        steps: { ...steps, cohorts: runs.filter((run) => !sameStep(run.before, run.after)) },
        stages: stagesOf(joint),
        ...peopleWrites(before, after),
        edits,
        roadmap: differing(before, after).some(({ kind }) => kind === 'amend')
          ? { roadmap: after.roadmap, sha256: after.sha256 }
          : null,
        tell: [...toldOf(pairs, facts), ...toldBy(runs)],
        tellProgram: differing(before, after).some(({ kind }) => kind === 'enrol' || kind === 'withdraw'),
      };
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
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
function dueInPause(before: PlanContext, after: PlanContext, facts: Facts): string[] {
  const ended = differing(before, after).find((edit) => edit.kind === 'resume');
  const pause = before.edits.find(({ change }) => change === ended?.pause);
  if (ended === undefined || pause === undefined) return [];
  const passed = compilePlan(after).steps.filter((step) => {
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
function overloads(before: PlanContext, after: PlanContext, joint: readonly JointCohort[]): string[] {
  const warnings = (ctx: PlanContext, of: 'before' | 'after'): string[] => {
    const cohorts = new Set(joint.flatMap((each) => each[of] ?? []));
    return workloadWarnings(ctx.program, heavyMonths(ctx, [...cohorts], LEAST_ALLOWED_MINUTES));
  };
  const known = new Set(warnings(before, 'before'));
  return warnings(after, 'after').filter((warning) => !known.has(warning));
}

/** Step by step and team by team, where more than dates may be other ones. */
function concernedPairs(
  before: PlanContext,
  after: PlanContext,
  { affected, redefined }: { readonly affected: ReadonlySet<string>; readonly redefined: Redefined },
): Pair[] {
  const concerned = redefined.concerned();
  return pairsOf(compilePlan(before).steps, compilePlan(after).steps).filter(
    ({ before: a, after: b }) =>
      !sameStep(a, b) || affected.has((a ?? b)?.team ?? '') || (a !== null && concerned(a)),
  );
}
