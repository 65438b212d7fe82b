import type { Language } from '../../domain/language.ts';
import { isOpen } from '../../domain/task.ts';
import { isGathering, momentAt, type PlanContext } from '../../plan/index.ts';
import { saysLocal } from '../../plan/local-words.ts';
import type { Reader } from '../../read/connection.ts';
import { feedPlanned } from '../../read/feed.ts';
import { type EntryRow, ownEntries, type OwnTask, ownTasks } from '../../read/own-tasks.ts';
import { programTime } from '../../read/program-time.ts';
import { scopeOf, willBeTheirs } from '../feed/parts.ts';
import type { PlanOf } from '../feed/plans.ts';
import type { Entry } from '../http/viewer.ts';
import { partOf } from './part.ts';
import type { ListedTask, MineView } from './port.ts';
import { isPast, teamName, titleOf } from './view.ts';

const DAY_MS = 24 * 60 * 60_000;
/** How far ahead “the next weeks” reach. */
const AHEAD_DAYS = 35;
const MONTH_DAYS = 32;

interface Line extends ListedTask {
  readonly at: number;
}

/** What is somebody's this month, out of the database. */
export function openMine(
  reader: Reader,
  planOf: PlanOf,
): (entries: readonly Entry[], language: Language) => Promise<MineView> {
  /** What is planned for one entry and has not begun. */
  async function comingFor(
    entry: EntryRow,
    ctx: PlanContext,
    now: Date,
    language: Language,
  ): Promise<Line[]> {
    const { teams, steps } = scopeOf(ctx, entry.person);
    const until = new Date(now.getTime() + AHEAD_DAYS * DAY_MS);
    const planned = await feedPlanned(reader, entry.program, teams, steps, until);
    return planned
      .filter((each) => each.dueAt > now && willBeTheirs(ctx, each, entry.person))
      .map((each) =>
        lineOf(ctx, entry, each, { key: null, past: false, owner: '', at: each.dueAt }, language),
      );
  }

  return async (given, language) => {
    const entries = await ownEntries(reader, given);
    const { now } = await programTime(reader);
    const contexts = new Map(
      await Promise.all(
        entries.map(
          async ({ program, planVersion }) => [program, await planOf(program, planVersion)] as const,
        ),
      ),
    );
    const coming: Line[] = [];
    // In this order: a step that begins in between is then found twice and not missed.
    for (const entry of entries) {
      const ctx = contexts.get(entry.program);
      if (ctx !== undefined) coming.push(...(await comingFor(entry, ctx, now, language)));
    }
    const tasks = await ownTasks(reader, entries, new Date(now.getTime() - MONTH_DAYS * DAY_MS));
    const lines = tasks.flatMap((task) => {
      const entry = entries.find((each) => each.program === task.program && each.person === task.person);
      const ctx = contexts.get(task.program);
      // Of a step that the roadmap does not have, such as the mending of a mail, there is no page.
      if (entry === undefined || !ctx?.roadmap.steps.some(({ id }) => id === task.step)) return [];
      // Who left may stand in the row of a task still, among those who might have done it.
      if (isOpen(task.status) && partOf(ctx, task, task.person) === null) return [];
      const at = isOpen(task.status) ? task.dueAt : (task.closedAt ?? task.dueAt);
      const past = isPast(task, now) && isOpen(task.status);
      const line = lineOf(ctx, entry, task, { key: task.key, past, owner: task.ownerName, at }, language);
      return [{ task, entry, line }];
    });
    const pick = (which: (each: { task: OwnTask; entry: EntryRow }) => boolean): Line[] =>
      lines.filter(which).map(({ line }) => line);
    return {
      language,
      severalPrograms: new Set(entries.map(({ program }) => program)).size > 1,
      severalTeams:
        new Set([...coming, ...lines.map(({ line }) => line)].flatMap(({ team }) => team ?? [])).size > 1,
      now: pick(({ task }) => isOpen(task.status) && task.owner === task.person),
      others: pick(({ task }) => isOpen(task.status) && task.owner !== task.person),
      done: pick(
        ({ task, entry }) => task.closedAt !== null && isThisMonth(task.closedAt, now, entry.zone),
      ).toSorted((a, b) => b.at - a.at),
      coming: coming.toSorted((a, b) => a.at - b.at || (a.title < b.title ? -1 : 1)),
    };
  };
}

const isThisMonth = (at: Date, now: Date, zone: string): boolean => monthIn(at, zone) === monthIn(now, zone);

const monthIn = (at: Date, zone: string): string => momentAt(at.getTime(), zone).local.slice(0, 7);

function lineOf(
  ctx: PlanContext,
  { title: program, zone }: EntryRow,
  run: { readonly team: string; readonly step: string; readonly occurrence: string },
  {
    key,
    past,
    owner,
    at,
  }: { readonly key: string | null; readonly past: boolean; readonly owner: string; readonly at: Date },
  language: Language,
): Line {
  const step = ctx.step(run.step, run.team);
  return {
    key,
    program,
    past,
    owner,
    title: titleOf(ctx, run, step, language),
    team: teamName(ctx, run.team),
    minutes: step.minutes,
    day: saysLocal(at.getTime(), zone, language).day,
    gathering: isGathering(step),
    at: at.getTime(),
  };
}
