import { inside } from '../plan/inside.ts';
import type { Judging } from './judging.ts';
import type { MessageLine } from './radius.ts';
import { SetSum } from './set-sum.ts';

/** What one change does to one kind of thing, for however many teams and people: what a preview of many teams shows. */
export interface TallyLine {
  readonly what: 'step' | 'task' | 'message';
  readonly step: string;
  readonly occurrence: string;
  /** Of a message. */
  readonly kind: string | null;
  readonly effect: string;
  readonly count: number;
  /** The earliest and the latest of the times before and after, UTC; null where there are none. */
  readonly before: Span | null;
  readonly after: Span | null;
  /** Some of those concerned: of steps the teams, of tasks their keys, of messages `team/person`. */
  readonly examples: readonly string[];
  /** Of every single line behind this one, with its times: another line, another digest. */
  readonly digest: string;
}

export interface Span {
  readonly first: string;
  readonly last: string;
}

type Name = Pick<TallyLine, 'what' | 'step' | 'occurrence' | 'kind' | 'effect'>;

/** Times of one line or many, ms: null for none, AT_ONCE for what goes out when the change is made. */
type At = number | null;
const AT_ONCE = -1;
const NONE = -2;
const EXAMPLES = 3;

interface Entry extends Name {
  readonly sum: SetSum;
  readonly before: { first: number; last: number };
  readonly after: { first: number; last: number };
  readonly examples: string[];
}

/** The lines of one step run, by kind and effect. */
export interface RunTally {
  add(
    kind: string,
    effect: string,
    times: readonly [At, At],
    set: SetSum,
    examples: () => readonly string[],
  ): void;
}

/** Counts lines that are alike and digests them, whether they come one by one or for a whole crowd. */
export class Tally {
  readonly #runs = new Map<string, Map<string | null, Map<string, Entry>>>();

  add(name: Name, times: readonly [At, At], set: SetSum, examples: () => readonly string[]): void {
    if (set.count > 0) count(this.#entry(name), times, set, examples);
  }

  /** As {@link add}, for the many messages of one step run. */
  messagesOf(step: string, occurrence: string): RunTally {
    const entries = new Map<string, Map<string, Entry>>();
    return {
      add: (kind, effect, times, set, examples) => {
        if (set.count === 0) return;
        let ofKind = entries.get(kind);
        if (ofKind === undefined) entries.set(kind, (ofKind = new Map<string, Entry>()));
        let entry = ofKind.get(effect);
        if (entry === undefined) {
          ofKind.set(effect, (entry = this.#entry({ what: 'message', step, occurrence, kind, effect })));
        }
        count(entry, times, set, examples);
      },
    };
  }

  /** How many single lines there are. */
  get size(): number {
    return this.#entries().reduce((sum, [, entry]) => sum + entry.sum.count, 0);
  }

  /** In the order of their names. */
  lines(): TallyLine[] {
    return this.#entries()
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { what, step, occurrence, kind, effect, sum, before, after, examples }]) => ({
        what,
        step,
        occurrence,
        kind,
        effect,
        count: sum.count,
        before: spanOf(before),
        after: spanOf(after),
        examples,
        digest: sum.toString(),
      }));
  }

  #entries(): (readonly [string, Entry])[] {
    return [...this.#runs].flatMap(([run, kinds]) =>
      [...kinds].flatMap(([kind, effects]) =>
        [...effects].map(([effect, entry]) => [`${run} ${kind ?? ''} ${effect}`, entry] as const),
      ),
    );
  }

  #entry(name: Name): Entry {
    const { what, step, occurrence, kind, effect } = name;
    const kinds = inside(this.#runs, `${what} ${step}/${occurrence}`);
    const effects = inside(kinds, kind);
    const known = effects.get(effect);
    if (known !== undefined) return known;
    const nothing = () => ({ first: Infinity, last: -Infinity });
    const made: Entry = { ...name, sum: new SetSum(), before: nothing(), after: nothing(), examples: [] };
    effects.set(effect, made);
    return made;
  }
}

function count(
  entry: Entry,
  [before, after]: readonly [At, At],
  set: SetSum,
  examples: () => readonly string[],
): void {
  entry.sum.addAll(set, before ?? NONE, after ?? NONE);
  widen(entry.before, before);
  widen(entry.after, after);
  if (entry.examples.length < EXAMPLES) {
    entry.examples.push(...examples().slice(0, EXAMPLES - entry.examples.length));
  }
}

function widen(span: { first: number; last: number }, at: At): void {
  if (at === null || at === AT_ONCE) return;
  if (at < span.first) span.first = at;
  if (at > span.last) span.last = at;
}

const spanOf = ({ first, last }: { first: number; last: number }): Span | null =>
  first > last ? null : { first: new Date(first).toISOString(), last: new Date(last).toISOString() };

/** Counts lines that were worked out one by one. */
export function tallyLines(
  { lines, tasks, messages }: Pick<Judging, 'lines' | 'tasks' | 'messages'>,
  tally: Tally,
): void {
  for (const { team, step, occurrence, effect, from, to } of lines) {
    const times = [at(from?.due), at(to?.due)] as const;
    tally.add({ what: 'step', step, occurrence, kind: null, effect }, times, new SetSum().add(team), () => [
      team,
    ]);
  }
  for (const { key, step, occurrence, effect, from, to } of tasks) {
    const set = new SetSum().add(key, from ?? '', to ?? '');
    tally.add({ what: 'task', step, occurrence, kind: null, effect }, [null, null], set, () => [key]);
  }
  for (const { key, team, to, step, occurrence, kind, effect, before, after, atOnce } of messages) {
    const times = [at(before), atOnce ? AT_ONCE : at(after)] as const;
    const set = new SetSum().add(...memberOf({ key, team, to }));
    tally.add({ what: 'message', step, occurrence, kind, effect }, times, set, () => [`${team}/${to}`]);
  }
}

/** What tells a message from others of its step and kind: whose team, to whom, about whom, and whether said again. */
export function memberOf({
  key,
  team,
  to,
}: Pick<MessageLine, 'key' | 'team' | 'to'>): readonly [string, string, string, string] {
  const [, about = to, nth = ''] = /\/[^/~@]+(?:~([^/@]+))?(?:@(\d+))?$/.exec(key) ?? [];
  return [team, to, about, nth];
}

const at = (moment: { readonly utc: string } | null | undefined): number | null =>
  moment ? Date.parse(moment.utc) : null;
