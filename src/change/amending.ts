/**
 * A new version of the roadmap for a program that runs: what of it is safe, what somebody has to decide, and what cannot
 * be, each with its reason. Pure.
 */
import { CommandError } from '../client/types.ts';
import {
  compilePlan,
  lastVersion,
  type PlanContext,
  type PlanEdit,
  ownRules,
  retiredSteps,
  runningPlan,
} from '../plan/index.ts';
import { checkRoadmap } from '../roadmap/check-roadmap.ts';
import { canonicalJson } from '../roadmap/canonical-json.ts';
import { saysPath } from '../roadmap/findings.ts';
import { assembled, checkable, type Standing, standingOf } from './assembled.ts';
import { type Amended, amendedRuns, touchedSteps } from './amended-runs.ts';
import { causesOf } from './causes.ts';
import { Groups, type GroupItem } from './groups.ts';
import { HOLD_MS } from './hold.ts';
import type { Facts } from './ports.ts';
import { type RoadmapNews, roadmapNews } from './roadmap-news.ts';
import type { Wish } from './wishes.ts';

type Amendment = Extract<PlanEdit, { kind: 'amend' }>;
type AmendWish = Extract<Wish, { kind: 'amend' }>;

export interface Amending {
  /** null while something is to be decided. */
  readonly edit: Amendment | null;
  readonly groups: readonly GroupItem[];
}

interface Running {
  readonly facts: Facts;
  readonly before: PlanContext;
}

/**
 * @throws CommandError where there is nothing to amend, a decision names nothing that is other, or what stays and what is
 *   new do not go together
 */
export function amending(wish: AmendWish, change: string, running: Running): Amending {
  const { facts, before } = running;
  const { steps } = compilePlan(before);
  refuseStrangers(wish, running);
  const current = standingOf(before.roadmap, retiredSteps(before.edits));
  const next = wish.roadmap.roadmap;
  const news = roadmapNews(current.roadmap, next);
  if (
    news.steps.size + news.stages.size === 0 &&
    canonicalJson({ ...current.roadmap, steps: [], stages: [] }) ===
      canonicalJson({ ...next, steps: [], stages: [] })
  ) {
    refuse(
      `${before.program.id} follows ${next.id} ${next.version} just as this file has it; nothing would change. Change the file, and give it a new version`,
    );
  }
  const named = new Set([...wish.keep, ...wish.take].filter((id) => id !== ALL));
  refuseUnknown(named, news);

  const groups = new Groups(news);
  const fixed = groups.impossible(current, facts);
  const plainly = { current, next, sha256: wish.roadmap.sha256, change, running };
  const whole = amendment(plainly, { stay: fixed, kept: [], late: [], ends: [] });
  const runs = amendedRuns(before, steps, whole, facts);
  groups.decide(runs, causesOf(news, whole.context), { before, rules: ownRules(before.edits) });
  const verdicts = decided(groups, wish);
  if (groups.undecided(verdicts).length > 0) {
    groups.rest(runs);
    return { edit: null, groups: groups.items(verdicts) };
  }

  const kept = [
    ...groups.keptWhole(verdicts),
    ...wish.keep.filter((id) => id !== ALL && !groups.isDecision(id)),
  ];
  const stay = new Set([...fixed, ...kept]);
  const ends = groups.endedRules(verdicts);
  const final = amendment(plainly, { stay, kept: [...new Set(kept)].sort(), late: [], ends });
  refuseTorn(final.standing);
  const last = amendedRuns(before, steps, final, facts);
  groups.rest(last);
  const causes = causesOf(news, final.context);
  return {
    edit: {
      ...final.edit,
      without: last.without,
      late: [...new Set(last.late.map(({ id }) => id))].filter((id) =>
        causes(id).every((unit) => verdicts.get(unit) === 'take'),
      ),
      held: { steps: touchedSteps(last, news, before, final.context), until: facts.now + HOLD_MS },
    },
    groups: groups.items(verdicts),
  };
}

const ALL = 'all';

export type Verdict = 'keep' | 'take';

function decided(groups: Groups, { keep, take }: AmendWish): ReadonlyMap<string, Verdict> {
  const both = keep.filter((id) => take.includes(id));
  if (both.length > 0) refuse(`${both.join(', ')} cannot be kept and taken; name it once`);
  const rest = keep.includes(ALL) ? 'keep' : take.includes(ALL) ? 'take' : null;
  return new Map(
    groups.decisions().flatMap((id): [string, Verdict][] => {
      if (keep.includes(id)) return [[id, 'keep']];
      if (take.includes(id)) return [[id, 'take']];
      return rest === null ? [] : [[id, rest]];
    }),
  );
}

interface Decisions {
  readonly stay: ReadonlySet<string>;
  readonly kept: readonly string[];
  readonly late: readonly string[];
  readonly ends: readonly string[];
}

interface Made extends Amended {
  readonly edit: Amendment;
  readonly standing: Standing;
}

/** The edit that takes up all but what stays, and the plan with it; runs without a place are still in it. */
function amendment(
  {
    current,
    next,
    sha256,
    change,
    running: { facts, before },
  }: {
    readonly current: Standing;
    readonly next: AmendWish['roadmap']['roadmap'];
    readonly sha256: string;
    readonly change: string;
    readonly running: Running;
  },
  { stay, ...decisions }: Decisions,
): Made {
  const standing = assembled(current, next, stay);
  const { steps, stages, ...head } = standing.roadmap;
  const known = new Map(before.roadmap.steps.map((step) => [step.id, canonicalJson(step)]));
  const edit: Amendment = {
    kind: 'amend',
    change,
    at: facts.now,
    scope: {},
    head,
    sha256,
    onto: lastVersion(before.edits)?.change ?? null,
    stages,
    steps: steps.filter((step) => known.get(step.id) !== canonicalJson(step)),
    order: steps.map(({ id }) => id),
    retired: standing.retired.map(({ id }) => id),
    without: [],
    held: { steps: [], until: facts.now },
    ...decisions,
  };
  const context = runningPlan(facts.context, [...before.edits, edit]);
  return { edit, standing, context, plan: compilePlan(context) };
}

function refuseStrangers({ roadmap: { roadmap } }: AmendWish, { before, facts }: Running): void {
  if (roadmap.id !== before.roadmap.id) {
    refuse(
      `this is roadmap "${roadmap.id}", and ${before.program.id} follows "${before.roadmap.id}"; give the new version the same id, or launch a program of its own with it`,
    );
  }
  if (facts.begun.get('all') === 'ended')
    refuse(`${before.program.id} has come to its end; nothing of it can change`);
}

function refuseUnknown(named: ReadonlySet<string>, { steps, stages }: RoadmapNews): void {
  const unknown = [...named].filter((id) => !steps.has(id) && !stages.has(id));
  if (unknown.length === 0) return;
  const there = [...steps.keys(), ...stages.keys()];
  refuse(
    `${unknown.join(', ')}: no step or stage of this name is other in the new version; ${
      there.length === 0 ? 'none is' : `those are: ${there.join(', ')}`
    }`,
  );
}

/** What stays may need what goes. */
function refuseTorn(standing: Standing): void {
  const roadmap = checkable(standing);
  const torn = checkRoadmap(roadmap);
  if (torn.length === 0) return;
  const said = torn.map(({ path, problem }) => `  ${saysPath(roadmap, path)}: ${problem}.`);
  refuse(
    `what stays as it was and what is new do not go together:\n${said.join('\n')}\nKeep or take together what belongs together.`,
  );
}

function refuse(message: string): never {
  throw new CommandError('invalid_answer', message);
}
