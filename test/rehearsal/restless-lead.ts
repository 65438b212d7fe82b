import { CommandError } from '../../src/client/types.ts';
import type { Session } from '../../src/connect/index.ts';
import { chance } from '../../src/rehearsal/chance.ts';
import type { Actor } from '../../src/rehearsal/conductor/conductor.ts';
import type { RehearseOptions } from '../../src/rehearsal/options.ts';
import type { LoadedRoadmap } from '../../src/plan/types.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';

type Wish = Parameters<Session['changes']['preview']>[0]['wish'];

interface Restless {
  readonly seed: number;
  /** How many changes are to be made. */
  readonly count: number;
  readonly program: Program;
  readonly roadmap: LoadedRoadmap;
  readonly from: number;
  readonly until: number;
}

/** What was done, by kind; and how often it could not be done, and why. */
export interface Done {
  readonly made: Record<string, number>;
  readonly refused: Record<string, number>;
  readonly conflicts: string[];
}

const DAY = 86_400_000;
/** A wish may be one that cannot be: so often another is tried. */
const TRIES = 12;

/**
 * A lead who keeps changing the program: at random moments, whatever can be changed. Applies some changes twice, as after a
 * lost reply; makes some together with another lead; takes some back. What is paused is resumed within two weeks.
 */
export function restlessLead(options: Restless, done: Done): RehearseOptions['lead'] & object {
  const { seed, count, program, from, until } = options;
  return (changes): Actor => {
    const moments = Array.from({ length: count }, (_, nth) =>
      Math.round(from + chance(seed, 'when', nth) * (until - from)),
    ).toSorted((a, b) => a - b);
    /** When what is paused is resumed, by the team whose pause it is. */
    const resumes: { readonly at: number; readonly team: string | undefined }[] = [];
    const applied: { readonly id: string; readonly wish: Wish }[] = [];
    const by = program.lead;
    let nth = 0;

    const tell = (counts: Record<string, number>, kind: string): void => {
      counts[kind] = (counts[kind] ?? 0) + 1;
    };

    async function attempt(kind: string, work: () => Promise<boolean>): Promise<boolean> {
      try {
        const made = await work();
        tell(made ? done.made : done.refused, kind);
        return made;
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        tell(done.refused, kind);
        if (error.code === 'conflict') done.conflicts.push(error.message.split('\n')[0]!);
        return false;
      }
    }

    const resumeLater = (wish: Wish, now: number): void => {
      const days = 1 + Math.floor(13 * chance(seed, 'resume', nth));
      if (wish.kind === 'pause' || wish.kind === 'resume') {
        resumes.push({ at: now + days * DAY, team: wish.scope.team });
      }
    };

    const apply = async (id: string | null, wish: Wish, twice: boolean): Promise<boolean> => {
      if (id === null) return false;
      const first = await changes.apply({ change: id, by });
      applied.push({ id, wish });
      if (twice) {
        const again = await changes.apply({ change: id, by });
        if (again.changed || again.version !== first.version) throw new Error(`${id} was applied twice`);
      }
      return true;
    };

    const make = (wish: Wish, twice: boolean): Promise<boolean> =>
      attempt(wish.kind, async () => {
        const { id } = await changes.preview({ program: program.id, by, wish });
        return apply(id, wish, twice);
      });

    const takeBack = ({ id, wish }: (typeof applied)[number], now: number): Promise<boolean> =>
      attempt('undo', async () => {
        const { id: undo } = await changes.previewUndo({ change: id, by });
        if (undo === null) return false;
        await changes.apply({ change: undo, by });
        // A resume that is taken back brings its pause back.
        if (wish.kind === 'resume') resumeLater(wish, now);
        return true;
      });

    /** Two see the same program, and both change it: one may lose, and is told why. */
    async function together(one: Wish, other: Wish): Promise<boolean> {
      const previews = await Promise.allSettled(
        [one, other].map((wish) => changes.preview({ program: program.id, by, wish })),
      );
      const outcomes = await Promise.all(
        previews.map((each, index) =>
          attempt('together', async () => {
            if (each.status === 'rejected') throw each.reason;
            return apply(each.value.id, index === 0 ? one : other, false);
          }),
        ),
      );
      return outcomes.includes(true);
    }

    async function resume(team: string | undefined): Promise<void> {
      const move = chance(seed, 'move', team ?? 'all', nth) < 0.5;
      const scope = team === undefined ? {} : { team };
      if (!(await make({ kind: 'resume', scope, move }, false)) && move) {
        await make({ kind: 'resume', scope, move: false }, false);
      }
    }

    async function change(now: number): Promise<void> {
      for (let attempts = 0; attempts < TRIES; attempts += 1) {
        const name = [nth, attempts] as const;
        const pick = chance(seed, 'what', ...name);
        const old = applied[Math.floor(chance(seed, 'which', ...name) * applied.length)];
        const wish = wishAt(now, options, name);
        const other = wishAt(now, options, [nth, attempts + 0.5]);
        const made =
          pick < 0.12 && old !== undefined
            ? await takeBack(old, now)
            : pick < 0.25
              ? await together(wish, other)
              : await make(wish, pick < 0.45);
        if (!made) continue;
        for (const each of [wish, other]) if (each.kind === 'pause') resumeLater(each, now);
        return;
      }
    }

    const nextOf = (): number | null => {
      const next = Math.min(moments[nth] ?? Infinity, ...resumes.map(({ at }) => at));
      return next === Infinity ? null : next;
    };
    return {
      next: nextOf,
      async act(now) {
        const ending = resumes.filter(({ at }) => at <= now);
        resumes.splice(0, resumes.length, ...resumes.filter(({ at }) => at > now));
        for (const { team } of ending) await resume(team);
        while ((moments[nth] ?? Infinity) <= now) {
          await change(now);
          nth += 1;
        }
      },
    };
  };
}

function wishAt(now: number, { seed, program, roadmap }: Restless, name: readonly number[]): Wish {
  const draw = (what: string): number => chance(seed, what, ...name);
  const oneOf = <T>(all: readonly T[], what: string): T => all[Math.floor(draw(what) * all.length)] as T;
  const day = (ahead: number): string => new Date(now + ahead * DAY).toISOString().slice(0, 10);
  const teams = program.teams.map(({ id }) => id);
  const people = program.people.map(({ id }) => id);
  const team = oneOf([undefined, 'all', ...teams], 'team');
  const part = draw('part');
  const stage = oneOf(roadmap.roadmap.stages, 'stage').id;
  const step = oneOf(roadmap.roadmap.steps, 'step').id;
  const scope = {
    ...(team === undefined ? {} : { team }),
    ...(part < 0.3 ? { stage } : part < 0.8 ? { step } : {}),
  };
  const ofTeam = { ...(team === undefined || team === 'all' ? {} : { team }) };
  switch (
    oneOf(
      [
        'shift',
        'shift',
        'shift',
        'skip',
        'pause',
        'absence',
        'absence',
        'reassign',
        'calendar',
        'rest',
      ] as const,
      'kind',
    )
  ) {
    case 'shift': {
      const days = Math.floor(draw('days') * 45) - 12;
      return { kind: 'shift', scope, days: days === 0 ? 7 : days };
    }
    case 'skip':
      return { kind: 'skip', scope: { ...ofTeam, step } };
    case 'pause':
      return { kind: 'pause', scope: ofTeam };
    case 'absence': {
      const from = Math.floor(draw('from') * 20);
      const until = from + Math.floor(draw('until') * 20);
      const cover = oneOf([null, ...people], 'cover');
      return { kind: 'absence', person: oneOf(people, 'person'), from: day(from), until: day(until), cover };
    }
    case 'reassign':
      return { kind: 'reassign', scope, from: oneOf(people, 'hand'), to: oneOf(people, 'to'), task: null };
    case 'calendar': {
      const holidays = [{ date: day(1 + Math.floor(draw('holiday') * 40)), name: 'A day off' }];
      return { kind: 'calendar', calendar: program.calendar, holidays, workdays: [] };
    }
    case 'rest':
      return { kind: 'rest', scope: ofTeam, months: [`M${3 + Math.floor(draw('month') * 3)}`] };
  }
}
