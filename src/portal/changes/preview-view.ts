import type { Session } from '../../connect/index.ts';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { saysLocal } from '../../plan/local-words.ts';
import { teamName, titleOf } from '../tasks/view.ts';
import { knows } from '../programs/held.ts';
import type { Teller } from './edit-words.ts';
import type { CountedLine, MovedStep, PersonMails, PreviewView } from './port.ts';

export type Preview = Awaited<ReturnType<Session['changes']['preview']>>;
type Radius = Preview['radius'];

/** Of more than these, what is alike is shown counted, as on the command line. */
const MOST_LISTED = 20_000;
const SHOWN = 25;
/** Of what stands in the way, a few say it. */
const FIRST = 6;

const isCounted = ({ tally }: Radius): boolean =>
  tally.reduce((sum, { count }) => sum + count, 0) > MOST_LISTED;

/** Ids of the people whom a preview names. */
export function peopleOf({ radius }: Preview): string[] {
  const tasks = radius.tasks.flatMap(({ from, to }) => [from, to]);
  const mails = isCounted(radius) ? [] : radius.messages.map(({ to }) => to);
  return [...new Set([...tasks, ...mails])].filter((id) => id !== null);
}

/** What a change would do, in words that everybody reads. @param now program time */
export function previewView(preview: Preview, title: string, teller: Teller, now: Date): PreviewView {
  const { ctx, language } = teller;
  const { radius } = preview;
  const counted = isCounted(radius);
  const steps = counted ? [] : radius.steps.toSorted((a, b) => dueOf(a).localeCompare(dueOf(b)));
  const people = counted ? [] : mailsByPerson(radius, teller);
  const lines = counted ? countedLines(radius, teller) : [];
  const past = preview.id === null ? steps.filter((step) => isPast(step, now)) : [];
  return {
    program: ctx.program.id,
    programTitle: ctx.program.title,
    language,
    id: preview.id,
    title,
    sums: sumsOf(radius),
    steps: steps.slice(0, SHOWN).map((step) => movedStep(step, teller)),
    moreSteps: Math.max(0, steps.length - SHOWN),
    counted: lines.slice(0, SHOWN),
    moreCounted: Math.max(0, lines.length - SHOWN),
    tasks: radius.tasks.slice(0, SHOWN).map((task) => ({
      title: nameOf(task, teller),
      team: teamName(ctx, task.team),
      from: task.from && teller.who(task.from),
      to: task.to && teller.who(task.to),
    })),
    moreTasks: Math.max(0, radius.tasks.length - SHOWN),
    people: people.slice(0, SHOWN),
    morePeople: Math.max(0, people.length - SHOWN),
    morePast: Math.max(0, past.length - FIRST),
    past: past.slice(0, FIRST).map((step) => movedStep(step, teller)),
    problems: past.length === 0 ? radius.problems.slice(0, FIRST) : [],
    notes: preview.id === null ? [] : radius.conflicts.slice(0, SHOWN),
  };
}

type Step = Radius['steps'][number];

const dueOf = ({ from, to }: Step): string => (to ?? from)?.due.utc ?? '';
const isPast = ({ effect, from, to }: Step, now: Date): boolean =>
  effect === 'moves' &&
  to !== null &&
  to.due.utc !== from?.due.utc &&
  Date.parse(to.due.utc) <= now.getTime();

interface Run {
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
}

/** The name of a step with its month. What a change takes out or brings in may not be in the plan of now. */
function nameOf({ team, step, occurrence }: Run, { ctx, language }: Teller): string {
  return knows(ctx, step) ? titleOf(ctx, { team, occurrence }, ctx.step(step, team), language) : step;
}

function movedStep(step: Step, teller: Teller): MovedStep {
  const says = (moment: { readonly utc: string; readonly zone: string } | undefined): string | null =>
    moment === undefined ? null : saysLocal(Date.parse(moment.utc), moment.zone, teller.language).full;
  return {
    title: nameOf(step, teller),
    team: teamName(teller.ctx, step.team),
    was: says(step.from?.due),
    willBe: says(step.to?.due),
    open: step.open,
  };
}

function sumsOf({ tally, over }: Radius): PreviewView['sums'] {
  const counted = (what: string, effect: string): number =>
    tally.reduce((sum, line) => (line.what === what && line.effect === effect ? sum + line.count : sum), 0);
  const both = (effect: string) => ({ steps: counted('step', effect), mails: counted('message', effect) });
  return {
    moved: both('moves'),
    cancelled: both('cancels'),
    added: both('appears'),
    held: counted('message', 'holds'),
    freed: counted('message', 'releases'),
    hands: counted('task', 'hands'),
    over,
  };
}

function mailsByPerson({ messages }: Radius, { who, language }: Teller): PersonMails[] {
  const rows = new Map<
    string,
    Record<'moves' | 'cancels' | 'appears' | 'holds' | 'releases' | 'rewrites', number>
  >();
  for (const { to, effect } of messages) {
    const row = rows.get(to) ?? { moves: 0, cancels: 0, appears: 0, holds: 0, releases: 0, rewrites: 0 };
    row[effect] += 1;
    rows.set(to, row);
  }
  return [...rows]
    .map(([id, { moves, cancels, appears, holds, releases, rewrites }]) => ({
      name: who(id),
      moved: moves + rewrites,
      cancelled: cancels,
      added: appears,
      held: holds,
      freed: releases,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
}

function countedLines({ tally }: Radius, teller: Teller): CountedLine[] {
  const span = (times: Radius['tally'][number]['before']): string | null => {
    if (times === null) return null;
    const [first, last] = [times.first, times.last].map(
      (utc) => saysLocal(Date.parse(utc), teller.ctx.program.zone, teller.language).day,
    );
    return first === last ? (first ?? null) : `${first} – ${last}`;
  };
  return tally
    .toSorted((a, b) =>
      ((a.after ?? a.before)?.first ?? '').localeCompare((b.after ?? b.before)?.first ?? ''),
    )
    .map(({ what, step, occurrence, count, before, after }) => ({
      title: nameOf({ team: PROGRAM_SCOPE, step, occurrence }, teller),
      what,
      count,
      was: span(before),
      willBe: span(after),
    }));
}
