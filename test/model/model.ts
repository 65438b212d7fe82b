/**
 * What should be true of the tiny program at any time, written apart from everything in src: a list of tasks, a list of
 * changes, and formulas. It knows no outbox and no workflow. Times are ms; the program is on UTC.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const LAUNCH = Date.parse('2027-03-01T09:00:00Z');
const LAPSE = Date.parse('2027-04-01T00:00:00Z');

type StepId = 'a' | 'b' | 'c' | 'd';
type TeamId = 'red' | 'blue';

const teams: Record<TeamId, { lead: string; workers: string[]; advisors: string[] }> = {
  red: { lead: 'ann', workers: ['bob', 'kit'], advisors: ['eve'] },
  blue: { lead: 'cal', workers: ['dee'], advisors: [] },
};
/** Whom a late task is brought to, after the lead of the team. */
const above = ['fay', 'gus'];
const liaison = 'bob';

const steps: Record<StepId, { due: number; lead: number; reminder: number }> = {
  a: { due: 72, lead: 48, reminder: 24 },
  b: { due: 100, lead: 60, reminder: 30 },
  c: { due: 80, lead: 40, reminder: 12 },
  d: { due: 96, lead: 72, reminder: 24 },
};
export const stepIds = Object.keys(steps) as StepId[];
export const teamIds = Object.keys(teams) as TeamId[];

interface Part {
  readonly team?: string;
  readonly step?: string;
}

export type Change = { readonly id: string; readonly at: number } & (
  | { readonly kind: 'shift'; readonly scope: Part; readonly days: number }
  | { readonly kind: 'skip'; readonly scope: Part }
  | { readonly kind: 'pause'; readonly scope: Part }
  | { readonly kind: 'resume'; readonly scope: Part; readonly pause: string; readonly days: number }
  | {
      readonly kind: 'absence';
      readonly person: string;
      readonly from: string;
      readonly until: string;
      readonly cover: string;
    }
  | { readonly kind: 'reassign'; readonly scope: Part; readonly from: string; readonly to: string }
);

export interface ModelTask {
  readonly key: string;
  readonly team: TeamId;
  readonly step: StepId;
  readonly asked: string;
  /** When the plan had its step open. */
  readonly opens: number;
  closed: 'completed' | 'waived' | 'lapsed' | null;
}

/** A message that is still to come about an open task. */
export interface Wanted {
  readonly task: string;
  readonly kind: string;
  readonly to: string;
  readonly at: number;
}

const about = (part: Part, team: string, step: string): boolean =>
  (part.team === undefined || part.team === team) && (part.step === undefined || part.step === step);

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

export class Model {
  now = LAUNCH;
  up = true;
  changes: readonly Change[] = [];
  readonly tasks = new Map<string, ModelTask>();
  /** Step runs that have opened or were taken out, by `team/step`. */
  readonly begun = new Map<string, 'open' | 'over'>();
  readonly ended = new Set<string>();
  readonly #program: string;

  constructor(program: string) {
    this.#program = program;
  }

  get open(): ModelTask[] {
    return [...this.tasks.values()].filter(({ closed }) => closed === null);
  }

  pauseOf(team: string): Change | null {
    const over = new Set(this.changes.flatMap((each) => (each.kind === 'resume' ? [each.pause] : [])));
    return (
      this.changes.find(
        (each) => each.kind === 'pause' && !over.has(each.id) && about(each.scope, team, 'any'),
      ) ?? null
    );
  }

  isSkipped(team: string, step: string): boolean {
    return this.changes.some((each) => each.kind === 'skip' && about(each.scope, team, step));
  }

  /** Steps (`team/step`, sorted) that are open still, though this change alone takes them out: nobody has heard of it. */
  closingSince(change: Change): string[] {
    const others = this.changes.flatMap((each) =>
      each.kind === 'skip' && each !== change ? [each.scope] : [],
    );
    return teamIds
      .flatMap((team) =>
        stepIds.flatMap((step) =>
          this.isSkipped(team, step) &&
          !others.some((scope) => about(scope, team, step)) &&
          this.begun.get(`${team}/${step}`) === 'open'
            ? [`${team}/${step}`]
            : [],
        ),
      )
      .toSorted();
  }

  #days(team: string, step: string, notOf?: string): number[] {
    return this.changes.flatMap((each) =>
      (each.kind === 'shift' || each.kind === 'resume') &&
      about(each.scope, team, step) &&
      !(notOf !== undefined && about(each.scope, team, notOf))
        ? [each.days]
        : [],
    );
  }

  due(team: string, step: StepId): number {
    const first = step === 'd' ? this.due(team, 'a') : -Infinity;
    const from = (step === 'd' ? first : LAUNCH) + steps[step].due * HOUR;
    const moved = from + sum(this.#days(team, step, step === 'd' ? 'a' : undefined)) * DAY;
    const launchDay = LAUNCH - (LAUNCH % DAY);
    return Math.max(moved < launchDay ? launchDay + (moved % DAY) : moved, first);
  }

  lapse(team: string, step: StepId): number {
    const own = sum(this.#days(team, step, step === 'd' ? 'a' : undefined));
    const carried = step === 'd' ? sum(this.#days(team, 'a')) : 0;
    return LAPSE + (Math.max(0, own) + Math.max(0, carried)) * DAY;
  }

  opens(team: string, step: StepId): number {
    const due = this.due(team, step);
    const floor = step === 'd' ? Math.max(LAUNCH, this.due(team, 'a')) : LAUNCH;
    return Math.min(due, Math.max(due - steps[step].lead * HOUR, floor));
  }

  #absence(person: string, at: number) {
    const day = dayOf(at);
    return this.changes.findLast(
      (each) => each.kind === 'absence' && each.person === person && each.from <= day && day <= each.until,
    ) as Extract<Change, { kind: 'absence' }> | undefined;
  }

  #holder(person: string, team: string, step: string, at: number): string {
    let hands = person;
    for (const each of this.changes) {
      if (each.kind === 'reassign' && each.from === hands && about(each.scope, team, step)) hands = each.to;
    }
    return this.#absence(hands, at)?.cover ?? hands;
  }

  owner({ asked, team, step }: ModelTask): string {
    return this.#holder(asked, team, step, this.due(team, step));
  }

  #shut(person: string, at: number): { from: number; until: number } | null {
    const midnight = at - (at % DAY);
    if (this.#absence(person, at) !== undefined) return { from: midnight, until: midnight + DAY };
    const hour = (at % DAY) / HOUR;
    if (hour < 6) return { from: midnight - 4 * HOUR, until: midnight + 6 * HOUR };
    return hour >= 20 ? { from: midnight + 20 * HOUR, until: midnight + 30 * HOUR } : null;
  }

  openHour(person: string, at: number): number {
    let time = at;
    for (let shut = this.#shut(person, time); shut !== null; shut = this.#shut(person, time))
      time = shut.until;
    return time;
  }

  #hourBefore(person: string, at: number): number {
    let time = at;
    for (let shut = this.#shut(person, time); shut !== null; shut = this.#shut(person, time)) {
      time = shut.from - 60_000;
    }
    return time;
  }

  /** Everything that is said about a task while it stays open, with the times at which it is said. */
  wanted(task: ModelTask): Wanted[] {
    const { key, team, step, asked } = task;
    const due = this.due(team, step);
    const lapse = this.lapse(team, step);
    const to = this.owner(task);
    const said: Wanted[] = [];
    const say = (kind: string, person: string, at: number, until: number): void => {
      const time = this.openHour(person, at);
      if (time < until) said.push({ task: key, kind, to: person, at: time });
    };
    say('assigned', to, task.opens, due);
    const since = Math.max(task.opens, said[0]?.at ?? -Infinity);
    const remind = due - steps[step].reminder * HOUR;
    if (remind > since) {
      const before = this.#hourBefore(to, remind);
      if (this.openHour(to, remind) < due) say('reminder.1', to, remind, due);
      else if (before > since) said.push({ task: key, kind: 'reminder.1', to, at: before });
    }
    if (step === 'c') {
      if (this.#absence(asked, due) === undefined) {
        say('checkin', this.#holder(liaison, team, '', due), due, lapse);
      }
      return said;
    }
    say('overdue', to, due, lapse);
    const chain = [teams[team].lead, ...above];
    const rungs = chain.slice(chain.indexOf(to) + 1);
    [24, 72].forEach((hours, index) => {
      const at = due + hours * HOUR;
      const rung = rungs[index];
      if (rung === undefined || at >= lapse || this.#absence(to, at) !== undefined) return;
      const helper = this.#holder(rung, team, '', at);
      if (helper !== to) say(`escalation.${index + 1}`, helper, at, lapse);
    });
    return said;
  }

  /** Lets time pass. What opens and lapses in it, does. */
  advance(to: number): void {
    for (;;) {
      const next = this.#next(to);
      if (next === null) break;
      this.now = Math.max(this.now, next.at);
      next.happen();
      this.#end();
    }
    this.now = Math.max(this.now, to);
  }

  #next(to: number): { at: number; happen: () => void } | null {
    if (!this.up) return null;
    const moments = teamIds.flatMap((team) =>
      this.pauseOf(team) !== null || this.ended.has(team)
        ? []
        : stepIds.flatMap((step) => {
            const run = `${team}/${step}`;
            if (this.isSkipped(team, step)) return [];
            const status = this.begun.get(run);
            if (status === undefined) {
              return [{ at: this.opens(team, step), happen: () => this.#open(team, step) }];
            }
            return status === 'open'
              ? [{ at: this.lapse(team, step), happen: () => this.#closeAll(team, step, 'lapsed') }]
              : [];
          }),
    );
    return moments.filter(({ at }) => at <= to).toSorted((a, b) => a.at - b.at)[0] ?? null;
  }

  #open(team: TeamId, step: StepId): void {
    const { lead, workers, advisors } = teams[team];
    const people = { a: [lead], b: workers, c: advisors, d: [lead] }[step];
    this.begun.set(`${team}/${step}`, people.length === 0 ? 'over' : 'open');
    const opens = this.opens(team, step);
    for (const asked of people) {
      const key = `${this.#program}/${team}/${step}/once${step === 'b' || step === 'c' ? `/${asked}` : ''}`;
      this.tasks.set(key, { key, team, step, asked, opens, closed: null });
    }
  }

  #closeAll(team: TeamId, step: StepId, how: 'waived' | 'lapsed'): void {
    for (const task of this.open) if (task.team === team && task.step === step) task.closed = how;
    this.begun.set(`${team}/${step}`, 'over');
  }

  close(key: string, how: 'completed' | 'waived'): void {
    const task = this.tasks.get(key)!;
    task.closed = how;
    if (!this.open.some(({ team, step }) => team === task.team && step === task.step)) {
      this.begun.set(`${task.team}/${task.step}`, 'over');
    }
    this.#end();
  }

  /** A change is made, or another is taken back. */
  change(next: readonly Change[]): void {
    this.changes = next;
    this.hear();
  }

  /** What was changed is heard of by whoever runs the steps. */
  hear(): void {
    if (!this.up) return;
    for (const team of teamIds) {
      for (const step of stepIds) {
        if (this.isSkipped(team, step) && this.begun.get(`${team}/${step}`) === 'open') {
          this.#closeAll(team, step, 'waived');
        }
      }
    }
    this.advance(this.now);
    this.#end();
  }

  #end(): void {
    if (!this.up) return;
    for (const team of teamIds) {
      const left = stepIds.filter(
        (step) => !this.isSkipped(team, step) && this.begun.get(`${team}/${step}`) !== 'over',
      );
      if (left.length === 0) this.ended.add(team);
    }
  }
}

const sum = (days: readonly number[]): number => days.reduce((a, b) => a + b, 0);
