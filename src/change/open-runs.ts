import { messageKey, taskKey } from '../domain/keys.ts';
import type { PlanContext } from '../plan/index.ts';
import type { Dated, Dates } from '../plan/types.ts';
import { type Crowds, type Listening, saysHearer } from './crowds.ts';
import { effectOf, keyOfRef } from './pairs.ts';
import type { Facts, WrittenMessage } from './ports.ts';
import { isSaidAgain, isSpoken, nthOf } from './rewriting.ts';
import { SetSum, sumOfNames } from './set-sum.ts';
import type { Standing } from './standing.ts';
import { memberOf, type Tally } from './tally.ts';

/** A step run that is open in all of these teams since the same moment, and stands in each just as it was planned. */
interface OpenRun {
  readonly before: Dated;
  readonly after: Dated;
  readonly from: Dates;
  readonly to: Dates;
  readonly teams: readonly string[];
}

interface Running {
  readonly before: PlanContext;
  readonly after: PlanContext;
  readonly facts: Facts;
  readonly standing: Standing;
}

/** Puts open step runs of plain teams together; what went its own way in a team is left to be looked at alone. */
export class OpenRuns {
  readonly #running: Running;
  readonly #byEvent: ReadonlySet<string>;
  readonly #anyPause: boolean;
  readonly #found = new Map<Dated, (OpenRun & { readonly teams: string[] })[]>();

  constructor(running: Running) {
    this.#running = running;
    const { before, after, facts } = running;
    this.#byEvent = new Set(facts.datings.map(keyOfRef));
    this.#anyPause = [...before.edits, ...after.edits].some(({ kind }) => kind === 'pause');
  }

  /**
   * @param key `step/occurrence`
   * @returns whether the run of this team is one of those put together
   */
  take(key: string, before: Dated | null, after: Dated | null, team: string): boolean {
    const { facts, standing } = this.#running;
    const name = `${team}/${key}`;
    const dates = before && (before.dates ?? before.fallback);
    if (
      before === null ||
      after === null ||
      dates === null ||
      this.#anyPause ||
      this.#byEvent.has(name) ||
      facts.steps.get(name) !== 'open' ||
      (standing.messages.get(name) ?? []).some(wentItsOwnWay)
    ) {
      return false;
    }
    const opens = facts.openings.get(name) ?? dates.opens;
    const known = this.#found.get(before) ?? [];
    this.#found.set(before, known);
    const alike = known.find((run) => run.after === after && run.from.opens.utc === opens.utc);
    if (alike !== undefined) alike.teams.push(team);
    else {
      const from = { ...dates, opens };
      const { due, escalations } = after.dates ?? after.fallback ?? from;
      // What has opened stays open: only what is still ahead of it moves.
      known.push({ before, after, from, to: { opens, due, escalations }, teams: [team] });
    }
    return true;
  }

  /** Counts what becomes of the runs that were put together, and of what is written of them. */
  count(crowds: Crowds, tally: Tally): void {
    for (const run of [...this.#found.values()].flat()) {
      countStep(run, tally);
      this.#countMessages(run, crowds, tally);
    }
  }

  #countMessages({ before, after, from, to, teams }: OpenRun, crowds: Crowds, tally: Tally): void {
    const { standing, facts, before: plan, after: planAfter } = this.#running;
    const { id, occurrence } = after;
    const ofTeam = (team: string) => ({ program: plan.program.id, team, step: id, occurrence });
    const names = teams.map((team) => keyOfRef({ team, step: id, occurrence }));
    const open = new Set(names.flatMap((name) => (standing.tasks.get(name) ?? []).map(({ key }) => key)));
    const written = new Map(
      names.flatMap((name) =>
        (standing.messages.get(name) ?? []).map((message) => [message.key, message] as const),
      ),
    );
    const { kind: kindOfStep, assign } = planAfter.step(id);
    const isOpen = (team: string, about: string): boolean =>
      kindOfStep === 'automatic' || open.has(taskKey(ofTeam(team), assign === 'each' ? about : undefined));
    const changes = new Changes();
    const [old, next] = [
      { step: before, dates: from },
      { step: after, dates: to },
    ];
    crowds.listening(old, next, teams, ({ said: [was, will], hearers, hours, languageOf }) => {
      const concerned = hearers.filter(({ team, about }) => isOpen(team, about));
      for (const { point, ms } of will) {
        if (ms === null) continue;
        const { kind } = point;
        const stays = was.some((each) => each.ms === ms && each.point.kind === kind);
        for (const hearer of concerned) {
          const { team, to: person, about } = hearer;
          const message = written.get(messageKey(ofTeam(team), kind, person, about));
          if (message?.waits === true) {
            written.delete(message.key);
            const change = becomes(message, {
              at: ms,
              stays,
              now: facts.now,
              hours,
              language: languageOf(person),
            });
            if (change !== null) changes.add(kind, change, [team, person, about, '']);
          } else if (ms > facts.now && (message === undefined || (isSaidAgain(kind) && !stays))) {
            const nth = message === undefined ? '' : '2';
            changes.add(kind, { effect: 'appears', times: [null, ms] }, [team, person, about, nth]);
          }
        }
      }
    });
    for (const message of written.values()) {
      if (!message.waits) continue;
      const cancelled = { effect: 'cancels', times: [message.sendAt, null] } as const;
      changes.add(message.kind, cancelled, memberOf(message));
    }
    changes.tell((kind, { effect, times }, sum, examples) =>
      tally.add({ what: 'message', step: id, occurrence, kind, effect }, times, sum, () => examples),
    );
  }
}

/** Whether a message stands otherwise than its plan wrote it. */
const wentItsOwnWay = ({ held, takenBack, kind, key, sendAt }: WrittenMessage): boolean =>
  held || takenBack || isSpoken(kind) || nthOf(key) > 1 || sendAt % 1000 !== 0;

function countStep({ before, after, from, to, teams }: OpenRun, tally: Tally): void {
  const effect = effectOf({ before, after }, from, to);
  if (effect === null) return;
  const { id, occurrence } = after;
  const times = [Date.parse(from.due.utc), Date.parse(to.due.utc)] as const;
  tally.add({ what: 'step', step: id, occurrence, kind: null, effect }, times, sumOfNames(teams), () =>
    teams.slice(0, 3),
  );
}

interface Change {
  readonly effect: 'moves' | 'cancels' | 'appears' | 'rewrites';
  readonly times: readonly [number | null, number | null];
}

/** What becomes of a message that waits and is wanted at `at`; null for nothing. All times in ms. */
function becomes(
  { kind, sendAt, language: was }: WrittenMessage,
  {
    at,
    stays,
    now,
    hours,
    language,
  }: Pick<Listening, 'hours'> & {
    readonly at: number;
    readonly stays: boolean;
    readonly now: number;
    readonly language: string;
  },
): Change | null {
  if (stays || sendAt === at) {
    // What was given another time since keeps that, where the plan asks for nothing new.
    const leaves = sendAt === at ? at : hours.open(sendAt).ms;
    if (leaves !== sendAt) return { effect: 'moves', times: [sendAt, leaves] };
    return language === was ? null : { effect: 'rewrites', times: [sendAt, sendAt] };
  }
  if (at <= now && kind.startsWith('reminder')) return { effect: 'cancels', times: [sendAt, null] };
  return { effect: 'moves', times: [sendAt, at] };
}

type Member = readonly [team: string, to: string, about: string, nth: string];

/** Members by what becomes of them. */
class Changes {
  readonly #found = new Map<
    string,
    { readonly kind: string; readonly change: Change; readonly sum: SetSum; readonly examples: string[] }
  >();

  add(kind: string, change: Change, member: Member): void {
    const key = `${kind} ${change.effect} ${change.times.join()}`;
    let found = this.#found.get(key);
    if (found === undefined)
      this.#found.set(key, (found = { kind, change, sum: new SetSum(), examples: [] }));
    found.sum.add(...member);
    if (found.examples.length < 3) found.examples.push(saysHearer({ team: member[0], to: member[1] }));
  }

  tell(say: (kind: string, change: Change, sum: SetSum, examples: readonly string[]) => void): void {
    for (const { kind, change, sum, examples } of this.#found.values()) say(kind, change, sum, examples);
  }
}
