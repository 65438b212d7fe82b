import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import type { Language } from '../../domain/language.ts';
import { may } from '../../domain/policy.ts';
import { partOf } from '../../domain/standings.ts';
import { pauseOf, type PlanContext } from '../../plan/index.ts';
import { saysLocal } from '../../plan/local-words.ts';
import type { Reader } from '../../read/connection.ts';
import {
  type Coming,
  type GridCell,
  openWork,
  programGrid,
  type TeamNeed,
  teamNeeds,
} from '../../read/program-grid.ts';
import { programTime } from '../../read/program-time.ts';
import { planNow, type PlanOf } from '../feed/plans.ts';
import { teamName, titleOf } from '../tasks/view.ts';
import { stateOf } from './cells.ts';
import { heldIn, type HeldOf, knows } from './held.ts';
import { columnsOf, placeIn, startsOf } from './months.ts';
import { openPeople } from './people.ts';
import type { ComingView, GridGroup, ProgramGlance, Programs } from './port.ts';
import { type TeamShown, teamsShown } from './shown.ts';

/** How far ahead “the next days” reach. */
const AHEAD_MS = 7 * 24 * 60 * 60_000;

/** Programs as who leads them sees them, out of the database. */
export function openPrograms(reader: Reader, planOf: PlanOf): Programs {
  /** Every team of a program, and the whole program, with what could use help there. */
  const needsOf = ({ program: { id, teams } }: PlanContext): Promise<TeamNeed[]> =>
    teamNeeds(reader, id, [PROGRAM_SCOPE, ...teams.map((team) => team.id)]);

  const gridNow = async (ctx: PlanContext, teams: readonly string[], now: Date, language: Language) => {
    const { id } = ctx.program;
    const until = new Date(now.getTime() + AHEAD_MS);
    const [grid, open] = await Promise.all([
      programGrid(reader, id, teams, { starts: startsOf(ctx), now, until }),
      openWork(reader, id, teams),
    ]);
    return { ...grid, held: heldIn(ctx, { open, waiting: grid.waiting }, language) };
  };

  return {
    async led(entries, language) {
      const { now } = await programTime(reader);
      const found = await Promise.all(
        entries.map(async ({ program, person }) => {
          const ctx = await planNow(reader, planOf, program);
          if (ctx === null) return [];
          const parts = [partOf(ctx.program, person, null)];
          if (!may({ parts, admin: false }, 'program.see', { kind: 'program', program })) return [];
          const needs = await needsOf(ctx);
          const some = needs.map(({ team }) => team).slice(0, LOOKED_AT);
          const open = some.length === 0 ? [] : await openWork(reader, program, some);
          const [longest] = heldIn(ctx, { open, waiting: [] }, language);
          return [{ ...glance(ctx, needs, now, language), longest: longest?.view ?? null }];
        }),
      );
      return found.flat();
    },

    async program(program, language, shown) {
      const ctx = await planNow(reader, planOf, program);
      if (ctx === null) return null;
      const [{ now }, needs] = await Promise.all([programTime(reader), needsOf(ctx)]);
      const { teams, pages, found, page } = teamsShown(ctx, needs, shown);
      const ids = teams.map(({ id }) => id);
      const { cells, held, coming } = await gridNow(ctx, ids, now, language);
      return {
        ...glance(ctx, needs, now, language),
        ...columnsOf(ctx, now, language),
        language,
        shown: { ...shown, page },
        pages,
        found,
        clinics: [...ctx.program.clinics]
          .map(({ id, name }) => ({ id, name }))
          .sort((a, b) => a.name.localeCompare(b.name, language)),
        groups: grouped(ctx, teams, { cells, held }),
        held: held.map(({ view }) => view),
        coming: comingWords(ctx, coming, language),
      };
    },

    people: openPeople(reader, planOf),
  };
}

/** Of a program in the list, as many teams are looked at for what is held up the longest. */
const LOOKED_AT = 50;

function glance(
  ctx: PlanContext,
  needs: readonly TeamNeed[],
  now: Date,
  language: Language,
): Omit<ProgramGlance, 'longest'> {
  const month = placeIn(ctx, now, language);
  return {
    program: ctx.program.id,
    title: ctx.program.title,
    ended: month.at === 'after',
    teams: ctx.program.teams.length,
    month,
    health: {
      late: needs.filter(({ team, late }) => team !== PROGRAM_SCOPE && late > 0).length,
      held: needs.filter(({ team, held }) => team !== PROGRAM_SCOPE && held > 0).length,
      whole: needs.some(({ team }) => team === PROGRAM_SCOPE),
    },
    paused: pauseOf(ctx.edits, PROGRAM_SCOPE) !== null,
  };
}

/** Clinics in the order of the alphabet, and teams within them: nobody is ranked. */
function grouped(
  ctx: PlanContext,
  teams: readonly TeamShown[],
  { cells, held }: { readonly cells: readonly GridCell[]; readonly held: readonly HeldOf[] },
): GridGroup[] {
  const byPlace = new Map(cells.map((cell) => [`${cell.team}/${cell.month}`, cell]));
  const months = Array.from({ length: ctx.roadmap.months }, (_, month) => month);
  const groups: { clinic: string | null; rows: GridGroup['rows'][number][] }[] = [];
  for (const { id, name, clinic } of teams) {
    const row = {
      team: id,
      name,
      href: id === PROGRAM_SCOPE ? null : `/teams/${ctx.program.id}/${id}`,
      cells: months.map((month) => stateOf(byPlace.get(`${id}/${month}`))),
      held: held.filter(({ team }) => team === id).map(({ view }) => view),
      standing: standingOf(ctx, id),
    };
    const last = groups.at(-1);
    if (last !== undefined && last.clinic === clinic) last.rows.push(row);
    else groups.push({ clinic, rows: [row] });
  }
  return groups;
}

function standingOf({ edits }: PlanContext, team: string): GridGroup['rows'][number]['standing'] {
  const left = edits.some(({ kind, scope }) => kind === 'withdraw' && scope.team === team);
  if (left) return 'withdrawn';
  return pauseOf(edits, team) === null ? 'takes_part' : 'paused';
}

/** What several teams have on one day is one line. */
function comingWords(ctx: PlanContext, coming: readonly Coming[], language: Language): ComingView[] {
  const lines = new Map<string, ComingView & { teams: string[] }>();
  for (const { at, what, team, step, occurrence } of coming) {
    if (!knows(ctx, step)) continue;
    const zone = team === PROGRAM_SCOPE ? ctx.program.zone : ctx.placeOf(team).zone;
    const { day } = saysLocal(at.getTime(), zone, language);
    const title = titleOf(ctx, { team, occurrence }, ctx.step(step, team), language);
    const key = `${day}/${what}/${title}`;
    const name = teamName(ctx, team);
    const names = name === null ? [] : [name];
    const line = lines.get(key);
    if (line === undefined) lines.set(key, { day, what, title, teams: names });
    else for (const each of names) if (!line.teams.includes(each)) line.teams.push(each);
  }
  return [...lines.values()];
}
