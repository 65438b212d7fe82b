import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { Program } from '../roadmap/program-schema.ts';
import type { PlanContext } from './context.ts';
import { directoryOf } from './directory.ts';
import { monthOfDay, saysProgramMonth } from './months.ts';
import { messagesForecast } from './plan-json.ts';
import type { DroppedMessage, Plan, PlannedMessage, PlannedStep } from './types.ts';

const clock = (local: string): string => local.slice(0, 16).replace('T', ' ');

/** One step in a few lines: when, whether it waits, and under it each reason. */
export function explain(step: PlannedStep): readonly string[] {
  const { dates, forecast } = step;
  const told = dates ?? forecast;
  const when =
    told === null
      ? 'no date'
      : `${dates === null ? 'forecast ' : ''}${clock(told.due.local)} ${told.due.zone}, opens ${clock(told.opens.local)}`;
  const waits = step.waitsFor === null ? '' : `, waits for ${step.waitsFor}`;
  return [
    `${step.id} (${step.occurrence}), ${step.kind}: ${when}${waits}`,
    ...step.why.map((reason) => `    ${reason}`),
  ];
}

const explainMessage = ({ kind, to, about, sendAt, why }: PlannedMessage): readonly string[] => [
  `    mail ${clock(sendAt.local)} ${sendAt.zone}: ${kind} to ${to}${about === to ? '' : ` about ${about}`}`,
  ...why.map((reason) => `        ${reason}`),
];

const explainDropped = ({ kind, to, why }: DroppedMessage): readonly string[] => [
  `    no mail: ${kind} to ${to}`,
  ...why.map((reason) => `        ${reason}`),
];

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function groupBy<T>(list: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** The whole plan for reading: by team, month and track, each step with its reasons and its messages. */
export function* explainPlan(plan: Plan, ctx: PlanContext): Generator<string> {
  yield `Program ${plan.program}, launched ${ctx.launch}. Roadmap ${plan.roadmap.id} ${plan.roadmap.version} (sha256 ${plan.roadmap.sha256}), zone rules ${plan.tzdata}.`;
  for (const [team, steps] of groupBy(plan.steps, (step) => step.team)) {
    yield '';
    yield `== ${titleOf(ctx.program, team)}`;
    const when = (step: PlannedStep) => (step.dates ?? step.forecast ?? step.fallback)?.due;
    const sorted = steps.toSorted((a, b) => compareText(when(a)?.utc ?? '', when(b)?.utc ?? ''));
    const month = (step: PlannedStep) => monthOfDay(ctx.launch, when(step)?.local.slice(0, 10) ?? ctx.launch);
    for (const [number, inMonth] of groupBy(sorted, (step) => String(month(step)))) {
      yield '';
      yield `-- ${saysProgramMonth(ctx.launch, Number(number))}`;
      for (const [track, onTrack] of groupBy(inMonth, (step) => step.track)) {
        yield `${ctx.roadmap.tracks.find(({ id }) => id === track)?.title.en ?? track}:`;
        for (const step of onTrack) yield* explainStep(ctx, step);
      }
    }
  }
}

function* explainStep(ctx: PlanContext, step: PlannedStep): Generator<string> {
  const { messages, dropped } = messagesForecast(ctx, step);
  const lines = [
    ...explain(step),
    ...messages.flatMap((message) => explainMessage(message)),
    ...dropped.flatMap((message) => explainDropped(message)),
  ];
  for (const line of lines) yield `  ${line}`;
}

const titleOf = (program: Program, team: string): string =>
  team === PROGRAM_SCOPE
    ? `${program.title}: the whole program`
    : `${directoryOf(program).team(team).name} (${team})`;
