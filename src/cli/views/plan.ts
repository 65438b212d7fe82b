import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import type { DroppedMessage, Moment, Period, PlanJson, PlannedMessage } from '../../plan/index.ts';
import type { Program } from '../../roadmap/program-schema.ts';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';
import type { ExpectedOfTeams } from '../expected.ts';
import { longDate, longMoment, monthNumber } from '../format/dates.ts';
import { saysExpectation } from '../format/expectation.ts';
import { table } from '../format/table.ts';
import { count, listed, wrap } from '../format/text.ts';
import { mailKind } from '../format/words.ts';
import { dueOf, runOfMessage, runOfStep, type PlanStep } from '../plan-filter.ts';
import type { Page } from './page.ts';

interface Names {
  readonly program: Program;
  readonly roadmap: Roadmap;
  /** YYYY-MM-DD. */
  readonly launch: string;
  /** Of patients’ answers, by the size of the teams. */
  readonly expected: readonly ExpectedOfTeams[];
}

/** Every step of a plan with its messages, by team and month, each with why. Lazy: a whole plan is long. */
export function* planLines(plan: PlanJson, names: Names, page: Page): Generator<string> {
  const { style } = page;
  yield style.bold(names.program.title);
  yield style.dim(
    `${plan.roadmap.id} ${plan.roadmap.version}, launch ${longDate(names.launch)}, zone rules ${plan.tzdata}`,
  );
  yield `${count(plan.steps.length, 'step')}, ${count(plan.messages.length, 'message')}`;
  yield '';
  yield* periodLines(plan.periods, page);
  const messages = groupBy(plan.messages, runOfMessage);
  const dropped = groupBy(plan.dropped, runOfMessage);
  for (const [team, steps] of groupBy(plan.steps, (step) => step.team)) {
    yield '';
    yield style.bold(teamName(team, names.program));
    for (const { teams, expectation } of names.expected) {
      if (!teams.includes(team)) continue;
      yield* wrap(`To expect: ${saysExpectation(expectation)}.`, page.width - 2).map((line) => `  ${line}`);
    }
    for (const [month, inMonth] of groupBy(inOrder(steps), (step) => monthTitle(step, names.launch))) {
      yield '';
      yield style.cyan(`  ${month}`);
      for (const step of inMonth) {
        const run = runOfStep(step);
        yield* stepLines(step, messages.get(run) ?? [], dropped.get(run) ?? [], names, page);
        messages.delete(run);
      }
    }
  }
  yield* otherMessages([...messages.values()].flat(), page);
}

const inOrder = (steps: readonly PlanStep[]): PlanStep[] =>
  steps.toSorted((a, b) => ((dueOf(a)?.utc ?? '~') < (dueOf(b)?.utc ?? '~') ? -1 : 1));

function monthTitle(step: PlanStep, launch: string): string {
  const due = dueOf(step);
  if (due === null) return 'Not dated yet';
  const [, , month, year] = longDate(due.local).split(' ');
  return `M${monthNumber(launch, due.local)}, ${month} ${year}`;
}

function periodLines(periods: readonly Period[], { width, style }: Page): string[] {
  const alike = groupBy(periods, ({ zone, track, months }) => `${zone} ${track} ${months}`);
  return table(
    [
      { title: 'TRACK', value: ({ first }) => first.track },
      { title: 'MONTHS', value: ({ first }) => first.months },
      { title: 'FROM (UTC)', value: ({ first }) => first.startUtc.slice(0, 16) },
      { title: 'UNTIL (UTC)', value: ({ first }) => first.endUtc.slice(0, 16) },
      { title: 'TEAMS', value: ({ teams }) => teams.join(', '), shrinkTo: 12 },
    ],
    [...alike.values()].flatMap(([first, ...rest]) =>
      first === undefined ? [] : [{ first, teams: [first, ...rest].map(({ team }) => team) }],
    ),
    { width, style },
  );
}

function stepLines(
  step: PlanStep,
  messages: readonly PlannedMessage[],
  dropped: readonly DroppedMessage[],
  { roadmap }: Names,
  page: Page,
): string[] {
  const { style, width } = page;
  const title = roadmap.steps.find(({ id }) => id === step.id)?.title.en ?? step.id;
  const occurrence = step.occurrence === 'once' ? '' : ` ${step.occurrence}`;
  const audience = listed(step.audience.map((role) => role.replace('_', ' ')));
  return [
    '',
    ...wrap(`${title}${occurrence}`, width - 4).map((line) => `    ${style.bold(line)}`),
    ...wrap(`${when(step)}, for ${audience}`, width - 4).map((line) => `    ${line}`),
    style.dim(`    ${[step.id, ...step.sources].join('  ')}`),
    ...step.why.flatMap((reason) => reasonLines(reason, 6, page)),
    ...messages.flatMap((message) => messageLines(message, page)),
    ...dropped.flatMap(({ kind, to, why }) => [
      `      ${style.yellow('no mail')} ${mailKind(kind)} to ${to}`,
      ...why.flatMap((reason) => reasonLines(reason, 8, page)),
    ]),
  ];
}

const reasonLines = (reason: string, indent: number, { style, width }: Page): string[] =>
  wrap(reason, width - indent, '  ').map((line) => style.dim(' '.repeat(indent) + line));

function when({ kind, opens, due, forecast, waitsFor }: PlanStep): string {
  if (kind === 'gate' && opens !== null && due !== null)
    return `a gate, watched from ${inZone(opens)}, with its deadline ${inZone(due)}`;
  if (due !== null) return `due ${inZone(due)}`;
  const guess = forecast === null ? 'no forecast' : `about ${inZone(forecast)}`;
  return `waits for ${waitsFor ?? 'an event'}, ${guess}`;
}

const messageLines = ({ kind, to, about, language, sendAt, why }: PlannedMessage, page: Page): string[] => [
  `      ${page.style.green('mail')} ${inZone(sendAt)}`,
  `           ${mailKind(kind)} to ${to}${about === to ? '' : ` about ${about}`} (${language})`,
  ...why.flatMap((reason) => reasonLines(reason, 11, page)),
];

/** Messages of a month whose step falls due in another. */
function otherMessages(messages: readonly PlannedMessage[], page: Page): string[] {
  if (messages.length === 0) return [];
  const sorted = messages.toSorted((a, b) => (a.sendAt.utc < b.sendAt.utc ? -1 : 1));
  return [
    '',
    page.style.bold('Also sent in this month, for steps that fall due in another'),
    ...sorted.flatMap((message) => ['', `    ${runOfMessage(message)}`, ...messageLines(message, page)]),
  ];
}

const inZone = (moment: Moment): string => `${longMoment(moment.local)} (${moment.zone})`;

const teamName = (team: string, program: Program): string =>
  team === PROGRAM_SCOPE
    ? `The whole program (${PROGRAM_SCOPE})`
    : `${program.teams.find(({ id }) => id === team)?.name ?? team} (${team})`;

function groupBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
