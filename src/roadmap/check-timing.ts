import type { Finding } from './findings.ts';
import type { FixedRule, Roadmap, Step } from './roadmap-schema.ts';
import {
  anchorOf,
  fixedRules,
  isZero,
  monthNumber,
  type Months,
  parseMonths,
  type Placed,
  placedSteps,
  type SitedRule,
  type Span,
  spanOf,
  within,
} from './rules.ts';

const saysMonths = ({ first, last }: Months): string =>
  first === last ? `M${first}` : `M${first} to M${last}`;

type CalendarRule = Exclude<FixedRule, { after: string } | { before: string } | { afterLaunch: string }>;

const isCalendar = (rule: FixedRule): rule is CalendarRule =>
  anchorOf(rule) === null && !('afterLaunch' in rule);

/** A rule of the calendar needs exactly one month to count in: its own, or that of the occurrence. */
function checkMonth(
  { step, index, stage, rhythm, months }: Placed,
  { at, rule }: SitedRule,
): readonly Finding[] {
  if (!isCalendar(rule)) return [];
  const path = ['steps', index, ...at];
  const { month, later = 0 } = rule;
  if (rhythm === 'once' && month === undefined) {
    return [
      {
        path,
        problem: `${step.id} happens once, so its rule must say in which month`,
        fix: `Add a month of its stage, as in month: M${months.first}.`,
      },
    ];
  }
  if (rhythm !== 'once' && month !== undefined) {
    return [
      {
        path: [...path, 'month'],
        value: month,
        problem: `${step.id} happens ${rhythm}, but this rule names the same month every time`,
        fix: 'Take the month out; use later: 1 for the month after.',
      },
    ];
  }
  const lands = (month === undefined ? months.last : monthNumber(month)) + later;
  const open = { first: parseMonths(stage.months).first, last: parseMonths(stage.months).last + stage.tail };
  return within({ first: lands, last: lands }, open)
    ? []
    : [
        {
          path,
          problem: `this falls in M${lands}, but stage ${stage.id} runs from ${saysMonths(open)}`,
          fix: 'Choose another month, or give the stage more months or a longer tail.',
        },
      ];
}

/** The days that two rules of the same kind and month lie apart; null where only a calendar could say. */
function apart(opens: FixedRule, due: FixedRule): Span | null {
  const month = (rule: { month?: string | undefined; later?: number | undefined }) =>
    (rule.month === undefined ? 0 : monthNumber(rule.month)) + (rule.later ?? 0);
  if ('day' in opens && 'day' in due && month(opens) === month(due)) {
    const days = due.day - opens.day;
    return { least: days, most: days + 1 };
  }
  if ('businessDay' in opens && 'businessDay' in due && month(opens) === month(due)) {
    if (opens.businessDay === 'last' || due.businessDay === 'last') return null;
    const days = due.businessDay - opens.businessDay;
    return days < 0 ? { least: days, most: days } : { least: days, most: spanOf(`${days}bd`).most + 1 };
  }
  if ('afterLaunch' in opens && 'afterLaunch' in due) {
    const [from, to] = [spanOf(opens.afterLaunch), spanOf(due.afterLaunch)];
    return { least: to.least - from.most, most: to.most - from.least };
  }
  return null;
}

/** How long a step is open, as far as its own rules tell. */
function openFor({ opens, due }: Step): Span | null {
  if ('onEvent' in due) return spanOf(due.by);
  if (opens === undefined) return null;
  return 'lead' in opens ? spanOf(opens.lead) : apart(opens, due);
}

function checkOpening({ step, index }: Placed, open: Span | null): readonly Finding[] {
  return open !== null && open.most < 0
    ? [
        {
          path: ['steps', index, 'opens'],
          problem: `${step.id} would open after it is due`,
          fix: 'Let it open earlier, or be due later.',
        },
      ]
    : [];
}

/** Time of day alone can make a reminder of the last day fit: hours are compared with a working day to spare. */
const spare = 0.5;

function checkReminders({ step, index }: Placed, open: Span | null): readonly Finding[] {
  return step.reminders.flatMap((reminder, i) => {
    const path = ['steps', index, 'reminders', i];
    if (isZero(reminder)) {
      return [
        {
          path,
          value: reminder,
          problem: 'a reminder comes before the due date, and this one does not',
          fix: 'Write how long before, as in P3D, or take it out.',
        },
      ];
    }
    if (
      open === null ||
      open.most < 0 ||
      spanOf(reminder).least <= open.most + (open.most >= 1 ? spare : 0)
    ) {
      return [];
    }
    return [
      {
        path,
        value: reminder,
        problem: `this reminder would be sent before ${step.id} is even open`,
        fix: 'Write a shorter time, or let the step open earlier.',
      },
    ];
  });
}

function checkEscalation({ step, index }: Placed): readonly Finding[] {
  const { escalation } = step;
  if (typeof escalation === 'string') return [];
  return spanOf(escalation.second).most <= spanOf(escalation.first).least
    ? [
        {
          path: ['steps', index, 'escalation'],
          value: escalation,
          problem: 'the second person would hear of it before the first',
          fix: 'Make `second` longer than `first`; both count from the due date.',
        },
      ]
    : [];
}

/** Months in order, rules with a month to count in, reminders inside the time a step is open. */
export function checkTiming(roadmap: Roadmap): readonly Finding[] {
  return placedSteps(roadmap).flatMap((placed) => {
    const open = openFor(placed.step);
    return [
      ...fixedRules(placed.step).flatMap((sited) => checkMonth(placed, sited)),
      ...checkOpening(placed, open),
      ...checkReminders(placed, open),
      ...checkEscalation(placed),
    ];
  });
}
