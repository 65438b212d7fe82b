import { lastVersion, msOf, type PlanContext, type PlanEdit } from '../plan/index.ts';
import type { PlannedStep } from '../plan/types.ts';
import type { Runs } from './amended-runs.ts';
import type { Standing } from './assembled.ts';
import { keyOf } from './pairs.ts';
import type { Facts } from './ports.ts';
import type { Aspect, RoadmapNews, StepNews } from './roadmap-news.ts';

export type Group = 'safe' | 'decide' | 'impossible';
type Verdict = 'keep' | 'take';

/** One thing that is other in a new version, and what becomes of it. */
export interface GroupItem {
  readonly group: Group;
  /** A step or stage of the roadmap. */
  readonly id: string;
  readonly says: readonly string[];
  /** What was decided; null where it still has to be, or nothing has to. */
  readonly decided: Verdict | null;
}

type OwnRule = Extract<PlanEdit, { kind: 'tailor' }>;

interface Decision {
  readonly says: string[];
  /** Only rules of single teams stand against it: keeping them keeps nothing else. */
  localOnly: boolean;
  readonly rules: string[];
}

/** Sorts what is other in a new version: what is safe, what somebody decides, and what cannot be. */
export class Groups {
  readonly #news: RoadmapNews;
  readonly #impossible = new Map<string, string[]>();
  readonly #decisions = new Map<string, Decision>();
  readonly #fixed = new Set<string>();
  readonly #safe = new Map<string, string[]>();

  constructor(news: RoadmapNews) {
    this.#news = news;
  }

  /** What cannot be, whatever anybody decides: it stays as it was. Gives the ids of those. */
  impossible(current: Standing, facts: Facts): ReadonlySet<string> {
    for (const { id, after, nature } of this.#news.stages.values()) {
      const begun = begunStage(id, facts);
      if (begun === null || (after !== null && !nature)) continue;
      this.#cannot(
        id,
        after === null
          ? `stage ${id} has begun (${begun}): it cannot be taken out, and stays with its steps`
          : `stage ${id} has begun (${begun}): when it repeats, whose it is and what it is called for stay as they are`,
      );
      if (after !== null) continue;
      for (const step of current.roadmap.steps) {
        if (step.stage === id && this.#news.steps.get(step.id)?.after === null) {
          this.#cannot(step.id, `its stage, ${id}, has begun: it stays`);
        }
      }
    }
    for (const { id, before, after, aspects } of this.#news.steps.values()) {
      const begun = begunStep(id, facts);
      if (before === null || after === null || begun === null || !aspects.has('place')) continue;
      const what =
        before.stage === after.stage
          ? `become of kind ${after.kind}`
          : `move from stage ${before.stage} to stage ${after.stage}`;
      this.#cannot(id, `it has begun (${begun}): it cannot ${what}, and stays as it was`);
    }
    return this.#fixed;
  }

  /** What somebody has to decide. */
  decide(
    { gone, asking, late }: Runs,
    causes: (step: string) => readonly string[],
    { before, rules }: { readonly before: PlanContext; readonly rules: readonly OwnRule[] },
  ): void {
    const own = (step: string): readonly string[] => (this.#news.steps.has(step) ? [step] : causes(step));
    this.#because(
      gone,
      (step) => (this.#news.steps.get(step)?.after === null ? [step] : causes(step)),
      (runs) => `${runs} would be gone; taken, what is open of it is set aside`,
    );
    this.#because(asking, own, (runs) => `${runs} would ask other things, or other people, from now on`);
    this.#because(
      late,
      causes,
      (runs, [first]) => `${runs} would be due ${saysDue(first)}, which is past; taken, it is late at once`,
    );
    for (const { change, scope } of rules) {
      const step = scope.step ?? '';
      if (!this.#news.steps.has(step) || this.#fixed.has(step)) continue;
      const decision = this.#decision(step, true);
      decision.rules.push(change);
      decision.says.push(
        `team ${scope.team ?? ''} has a rule of its own for it (change ${change}); kept, it goes on by that; taken, its rule ends`,
      );
    }
    const last = lastVersion(before.edits);
    for (const id of last?.kept ?? []) {
      if (!this.#isNews(id) || this.#fixed.has(id)) continue;
      this.#decision(id, false).says.push(`change ${last?.change ?? ''} kept it as it was`);
    }
  }

  /** What is left: safe, or impossible for single runs. */
  rest({ coming, leaving, moving, misplaced, over }: Runs): void {
    for (const news of this.#news.steps.values()) {
      const { id, aspects } = news;
      const ended = over.get(id) ?? 0;
      if (ended > 0 && (news.after === null || [...aspects].some((aspect) => aspect !== 'texts'))) {
        this.#note(
          id,
          `${runs(ended)} of it ${ended === 1 ? 'is' : 'are'} over and ${ended === 1 ? 'stays' : 'stay'} as ${ended === 1 ? 'it was' : 'they were'}`,
        );
      }
      if (this.#fixed.has(id)) continue;
      const of = (steps: readonly PlannedStep[]) => steps.filter((step) => step.id === id);
      const says = saysStep(news, { coming: of(coming), leaving: of(leaving), moving: of(moving) });
      if (says !== null) this.#safe.set(id, [says]);
    }
    for (const { id, before, after, months } of this.#news.stages.values()) {
      if (this.#fixed.has(id) || this.#safe.has(id)) continue;
      const what =
        before === null
          ? 'a new stage'
          : after === null
            ? 'taken out'
            : months
              ? 'runs in other months'
              : 'in other words';
      this.#safe.set(id, [`stage ${id}: ${what}`]);
    }
    const reasons = {
      past: 'its date has passed',
      stage_closed: 'its stage has closed',
      team_ended: 'its team has come to the end of the program',
    };
    for (const [why, reason] of Object.entries(reasons)) {
      const left = misplaced.filter((each) => each.why === why).map(({ step }) => step);
      for (const id of new Set(left.map((step) => step.id))) {
        const own = left.filter((step) => step.id === id);
        this.#note(id, `${saysRuns(own)} ${own.length === 1 ? 'has' : 'have'} no place any more: ${reason}`);
      }
    }
  }

  decisions(): readonly string[] {
    return [...this.#decisions.keys()];
  }

  isDecision(id: string): boolean {
    return this.#decisions.has(id);
  }

  undecided(verdicts: ReadonlyMap<string, Verdict>): readonly string[] {
    return this.decisions().filter((id) => !verdicts.has(id));
  }

  /** What stays as it was by choice. */
  keptWhole(verdicts: ReadonlyMap<string, Verdict>): readonly string[] {
    return [...this.#decisions].flatMap(([id, { localOnly }]) =>
      verdicts.get(id) === 'keep' && !localOnly ? [id] : [],
    );
  }

  /** The changes whose rules for single teams give way. */
  endedRules(verdicts: ReadonlyMap<string, Verdict>): readonly string[] {
    return [...this.#decisions].flatMap(([id, { rules }]) => (verdicts.get(id) === 'take' ? rules : []));
  }

  items(verdicts: ReadonlyMap<string, Verdict>): readonly GroupItem[] {
    const item = (group: Group, decided: (id: string) => Verdict | null) => {
      return ([id, says]: [string, readonly string[]]): GroupItem => ({
        group,
        id,
        says,
        decided: decided(id),
      });
    };
    const none = () => null;
    return [
      ...[...this.#safe].filter(([id]) => !this.#decisions.has(id)).map(item('safe', none)),
      ...[...this.#decisions]
        .map(([id, { says }]): [string, readonly string[]] => [id, says])
        .map(item('decide', (id) => verdicts.get(id) ?? null)),
      ...[...this.#impossible].map(item('impossible', none)),
    ];
  }

  #isNews(id: string): boolean {
    return this.#news.steps.has(id) || this.#news.stages.has(id);
  }

  #cannot(id: string, reason: string): void {
    this.#fixed.add(id);
    this.#note(id, reason);
  }

  #note(id: string, reason: string): void {
    this.#impossible.set(id, [...(this.#impossible.get(id) ?? []), reason]);
  }

  #decision(id: string, local: boolean): Decision {
    const known = this.#decisions.get(id) ?? { says: [], localOnly: true, rules: [] };
    known.localOnly &&= local;
    this.#decisions.set(id, known);
    return known;
  }

  #because(
    steps: readonly PlannedStep[],
    causes: (step: string) => readonly string[],
    says: (runs: string, steps: readonly PlannedStep[]) => string,
  ): void {
    for (const id of new Set(steps.map((step) => step.id))) {
      const own = steps.filter((step) => step.id === id);
      for (const unit of causes(id)) {
        this.#decision(unit, false).says.push(says(saysRuns(own), own));
      }
    }
  }
}

const runs = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);

/** `survey-goal (harbor M05)`, `3 runs of survey-goal (harbor M05, …)` */
function saysRuns(steps: readonly PlannedStep[]): string {
  const [first] = steps;
  if (first === undefined) return '';
  const [team = '', step = '', occurrence = ''] = keyOf(first).split('/');
  const run = occurrence === 'once' ? team : `${team} ${occurrence}`;
  return steps.length === 1 ? `${step} (${run})` : `${steps.length} runs of ${step} (${run}, …)`;
}

const saysDue = (step: PlannedStep | undefined): string => {
  const due = (step?.dates ?? step?.fallback)?.due;
  return due === undefined ? '' : `${due.local.replace('T', ' ')} (${due.zone})`;
};

const words: Readonly<Record<Aspect, string>> = {
  texts: 'its texts',
  dates: 'its dates',
  reminders: 'its reminders',
  asks: 'what it asks, or of whom',
  place: 'its place',
};

function saysStep(
  { before, after, aspects }: StepNews,
  { coming, leaving, moving }: Readonly<Record<'coming' | 'leaving' | 'moving', readonly PlannedStep[]>>,
): string | null {
  if (before === null) {
    return coming.length === 0
      ? null
      : `new, ${runs(coming.length)} ahead, the first due ${saysDue(earliest(coming))}`;
  }
  if (after === null) return `taken out, ${runs(leaving.length)} ahead of it`;
  const moved =
    moving.length === 0 ? '' : `; ${runs(moving.length)} of it ${moving.length === 1 ? 'moves' : 'move'}`;
  return `other: ${[...aspects].map((aspect) => words[aspect]).join(', ')}${moved}`;
}

const earliest = (steps: readonly PlannedStep[]): PlannedStep | undefined => {
  const due = (step: PlannedStep): number => {
    const at = (step.dates ?? step.fallback)?.due;
    return at === undefined ? Infinity : msOf(at);
  };
  return steps.toSorted((a, b) => due(a) - due(b))[0];
};

/** Which runs of a stage have begun, in a few words; null where none has. */
function begunStage(stage: string, { begun }: Facts): string | null {
  const runsOf = [...begun.keys()].filter((key) => key.split('/')[1] === stage);
  return saysSome(runsOf.map((key) => key.replace(`/${stage}/`, ' ').replace(/ once$/, '')));
}

function begunStep(step: string, { steps }: Facts): string | null {
  const runsOf = [...steps.keys()].filter((key) => key.split('/')[1] === step);
  return saysSome(runsOf.map((key) => key.replace(`/${step}/`, ' ').replace(/ once$/, '')));
}

function saysSome(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
