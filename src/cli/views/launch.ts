import type { Moment, PlanJson } from '../../plan/index.ts';
import type { Program } from '../../roadmap/program-schema.ts';
import { longDate, longMoment } from '../format/dates.ts';
import type { ExpectedOfTeams } from '../expected.ts';
import { saysExpectation } from '../format/expectation.ts';
import { count, listed, wrap } from '../format/text.ts';
import type { Page } from './page.ts';

export interface LaunchSummary {
  readonly title: string;
  readonly launch: string;
  readonly teams: number;
  readonly people: number;
  readonly steps: number;
  /** As planned; those of tasks that are done in time are never sent. */
  readonly messages: number;
  /** Due before the launch, in one that is backdated: it opens at once. */
  readonly late: number;
  readonly firstMail: { readonly sendAt: Moment; readonly to: string } | null;
  readonly lastDue: Moment | null;
  /** Of patients’ answers, by the size of the teams. */
  readonly expected: readonly ExpectedOfTeams[];
}

/**
 * What a launch will set going, in numbers.
 *
 * @param expected what the teams may expect of their sizes
 * @param now the time of the launch, ms
 */
export function summarise(
  program: Program,
  plan: PlanJson,
  expected: readonly ExpectedOfTeams[],
  now: number,
): LaunchSummary {
  const ahead = plan.messages.filter(({ sendAt }) => Date.parse(sendAt.utc) >= now);
  const first = ahead.reduce<PlanJson['messages'][number] | null>(
    (earliest, message) =>
      earliest === null || message.sendAt.utc < earliest.sendAt.utc ? message : earliest,
    null,
  );
  const due = plan.steps.map((step) => step.due ?? step.forecast).filter((moment) => moment !== null);
  return {
    title: program.title,
    launch: program.launch,
    teams: program.teams.length,
    people: program.people.length,
    steps: plan.steps.length,
    messages: plan.messages.length,
    late: plan.steps.filter(({ due }) => due !== null && Date.parse(due.utc) < now).length,
    firstMail: first === null ? null : { sendAt: first.sendAt, to: first.to },
    lastDue: due.toSorted((a, b) => (a.utc < b.utc ? 1 : -1))[0] ?? null,
    expected,
  };
}

/** The summary and the warnings, for whoever has to say yes. */
export function launchLines(
  summary: LaunchSummary,
  warnings: readonly string[],
  { width, style }: Page,
): string[] {
  const { firstMail, lastDue } = summary;
  return [
    style.bold(summary.title),
    `  launch      ${longDate(summary.launch)}`,
    `  who         ${count(summary.teams, 'team')}, ${count(summary.people, 'person', 'people')}`,
    `  what        ${count(summary.steps, 'step')}, at most ${count(summary.messages, 'mail')}`,
    ...(summary.late === 0
      ? []
      : wrap(
          `${count(summary.late, 'step')} of these ${summary.late === 1 ? 'was' : 'were'} due before now. What has not lapsed ` +
            'opens at once, and whoever it is for is written to; enter what was done with `milepost complete`.',
          width - 14,
          '',
        ).map((line, i) => style.yellow(i === 0 ? '  at once     ' : '              ') + line)),
    ...(firstMail === null
      ? []
      : [
          `  ${summary.late === 0 ? 'first mail' : 'next mail '}  ${inZone(firstMail.sendAt)}`,
          `              to ${firstMail.to}`,
        ]),
    ...(lastDue === null ? [] : [`  last step   ${inZone(lastDue)}`]),
    ...summary.expected.flatMap(({ teams, expectation }, n) =>
      wrap(`${namedTeams(teams)}: ${saysExpectation(expectation)}`, width - 14, '').map(
        (line, i) => (n === 0 && i === 0 ? '  to expect   ' : '              ') + line,
      ),
    ),
    ...warnings.flatMap((warning) =>
      wrap(warning, width - 6, '').map((line, i) => style.yellow(i === 0 ? '  note  ' : '        ') + line),
    ),
  ];
}

const MOST_NAMED = 5;

const namedTeams = (teams: readonly string[]): string =>
  teams.length > MOST_NAMED
    ? `${teams.slice(0, MOST_NAMED).join(', ')} and ${teams.length - MOST_NAMED} more`
    : listed(teams);

const inZone = (moment: Moment): string => `${longMoment(moment.local)} (${moment.zone})`;
