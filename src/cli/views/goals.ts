import type { Goal, GoalMonth } from '../../measure/index.ts';
import { todayIn } from '../../plan/index.ts';
import { wrap } from '../format/text.ts';
import type { Page } from './page.ts';

const INDENT = '     ';
const LABEL = 12;

/** The goals of a team: the months that have one, what is asked for now, and when the next is. */
export function goalLines(team: string, months: readonly GoalMonth[], page: Page): string[] {
  const { style, width } = page;
  if (months.length === 0) {
    return wrap(`The roadmap of this program asks ${team} for no monthly goals.`, width);
  }
  const past = months.filter(({ state }) => state !== 'ahead');
  const next = months.find(({ state }) => state === 'ahead');
  return [
    ...(past.length === 0
      ? wrap(`No goals of ${team} yet.`, width)
      : [style.bold(`What ${team} set out to do`)]),
    ...past.flatMap((month) => ['', ...monthLines(month, page)]),
    ...(next === undefined
      ? []
      : ['', style.dim(`The goal of ${next.month} is due on ${todayIn(next.dueAt, next.zone)}.`)]),
  ];
}

function monthLines({ month, state, dueAt, zone, goal, against, outcome }: GoalMonth, page: Page): string[] {
  const { style, width } = page;
  const day = (ms: number): string => todayIn(ms, zone);
  if (goal === null) {
    const said = state === 'open' ? `being chosen, due on ${day(dueAt)}` : 'went by without a goal';
    return [`${month}  ${style.dim(said)}`];
  }
  const line = (label: string, text: string | null): string[] =>
    text === null
      ? []
      : wrap(text, width - INDENT.length - LABEL, '').map(
          (part, nth) => `${INDENT}${style.dim((nth === 0 ? label : '').padEnd(LABEL))}${part}`,
        );
  const [first = '', ...rest] = wrap(goal.goal, width - INDENT.length, '');
  return [
    `${month}  ${style.bold(first)}`,
    ...rest.map((part) => `${INDENT}${style.bold(part)}`),
    ...line('for whom', goal.forWhom),
    ...line('by when', goal.byWhen),
    ...line('rests on', saysEvidence(goal)),
    ...line('took part', saysWho(goal)),
    ...line('test', goal.test),
    ...line('prediction', goal.prediction),
    ...line(
      '',
      goal.prediction === null
        ? null
        : saysSealed(day(goal.writtenAt), against && { month: against.month, day: day(against.at) }),
    ),
    ...line('came of it', outcome === null ? 'not told yet' : saysOutcome(outcome)),
  ];
}

function saysEvidence({ restsOn: kind, evidence }: Goal): string | null {
  const said = [kind === null ? null : (restsOn[kind] ?? kind), evidence].filter((part) => part !== null);
  return said.length === 0 ? null : said.join(': ');
}

/** Staff and patients who helped to choose. Where no patient did, the reason that was given, if any. */
function saysWho({ staff, advisors, whyNone }: Goal): string | null {
  if (staff === null && advisors === null) return null;
  const counted = (count: number, one: string, more: string): string =>
    `${count} ${count === 1 ? one : more}`;
  const people = [
    ...(staff === null ? [] : [`${staff} of staff`]),
    ...(advisors === null ? [] : [counted(advisors, 'advisor', 'advisors')]),
  ].join(', ');
  return advisors === 0 && whyNone !== null ? `${people} (${whyNone})` : people;
}

function saysSealed(
  writtenOn: string,
  against: { readonly month: string; readonly day: string } | null,
): string {
  const written = `Written on ${writtenOn}`;
  return against === null
    ? `${written}; no results come after it.`
    : `${written}, before the results of ${against.month} (${against.day}), and not changed since.`;
}

const saysOutcome = ({ month, decision, learned }: NonNullable<GoalMonth['outcome']>): string =>
  `${decisions[decision] ?? decision} (told with the goal of ${month})${learned === null ? '' : `: ${learned}`}`;

const restsOn: Readonly<Record<string, string>> = {
  question: 'a survey question',
  narrative: 'what people told the team',
};

const decisions: Readonly<Record<string, string>> = {
  adopted: 'adopted',
  adapted: 'adapted',
  'let-go': 'let go',
  'going-on': 'goes on',
};
