/** What a team wrote down for a month, by the ids that a roadmap gives the fields. */
export type GoalAnswer = Readonly<Record<string, unknown>>;

export interface AskedGoal {
  /** `M05` */
  readonly month: string;
  /** ms */
  readonly dueAt: number;
  readonly zone: string;
  readonly status: string | null;
  readonly answer: GoalAnswer | null;
  /** ms */
  readonly closedAt: number | null;
}

/** Results that are given on a day. */
export interface ResultsDay {
  readonly month: string;
  /** ms */
  readonly at: number;
}

export interface Goal {
  readonly goal: string;
  readonly forWhom: string | null;
  /** YYYY-MM-DD */
  readonly byWhen: string | null;
  /** The id of a choice: `question` or `narrative`. */
  readonly restsOn: string | null;
  /** Which question, or what was told, in the team’s words. */
  readonly evidence: string | null;
  readonly test: string | null;
  readonly prediction: string | null;
  /** How many took part in choosing it; null where it was not said. */
  readonly staff: number | null;
  readonly advisors: number | null;
  /** Why no patient took part, where that was said. */
  readonly whyNone: string | null;
  /** ms; what was written then is not changed any more. */
  readonly writtenAt: number;
}

export interface GoalMonth {
  readonly month: string;
  /** `open`: it is being asked for; `ahead`: not yet; `none`: the month went by without. */
  readonly state: 'set' | 'open' | 'ahead' | 'none';
  /** ms */
  readonly dueAt: number;
  /** In which its days are told. */
  readonly zone: string;
  readonly goal: Goal | null;
  /** The first results that came, or will come, after the prediction was written: it is held against these. */
  readonly against: ResultsDay | null;
  /** What a later month says of the test. Null where none has yet. */
  readonly outcome: {
    readonly month: string;
    /** The id of a choice: `adopted`, `adapted`, `let-go`, `going-on`. */
    readonly decision: string;
    readonly learned: string | null;
  } | null;
}

const openStates = ['assigned', 'overdue', 'escalated'];

/**
 * The goals of a team, month by month. A prediction is written with the goal and is fixed from then on; the results that
 * it is held against come later, so nobody has seen them. What came of a test stands in the next goal that was set.
 *
 * @param asked in the order of their months
 * @param results in the order of their days
 */
export function goalsOf(asked: readonly AskedGoal[], results: readonly ResultsDay[]): GoalMonth[] {
  const set = asked.map((each) => ({ ...each, goal: goalIn(each) }));
  return set.map(({ month, dueAt, zone, status, goal }, i): GoalMonth => {
    const next = set.slice(i + 1).find((later) => later.goal !== null);
    return {
      month,
      state:
        goal !== null ? 'set' : status === null ? 'ahead' : openStates.includes(status) ? 'open' : 'none',
      dueAt,
      zone,
      goal,
      against: goal === null ? null : (results.find(({ at }) => at > goal.writtenAt) ?? null),
      outcome: goal === null || next === undefined ? null : outcomeIn(next),
    };
  });
}

function goalIn({ status, answer, closedAt }: AskedGoal): Goal | null {
  const goal = answer === null ? null : textIn(answer, 'goal');
  if (status !== 'completed' || answer === null || closedAt === null || goal === null) return null;
  return {
    goal,
    forWhom: textIn(answer, 'for-whom'),
    byWhen: textIn(answer, 'by-when'),
    restsOn: textIn(answer, 'rests-on'),
    evidence: textIn(answer, 'evidence'),
    test: textIn(answer, 'test'),
    prediction: textIn(answer, 'prediction'),
    staff: numberIn(answer, 'staff'),
    advisors: numberIn(answer, 'advisors'),
    whyNone: textIn(answer, 'why-none'),
    writtenAt: closedAt,
  };
}

function outcomeIn({ month, answer }: AskedGoal): GoalMonth['outcome'] {
  const decision = answer === null ? null : textIn(answer, 'last-test');
  if (answer === null || decision === null || decision === 'none') return null;
  return { month, decision, learned: textIn(answer, 'learned') };
}

function textIn(answer: GoalAnswer, field: string): string | null {
  const value = answer[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberIn(answer: GoalAnswer, field: string): number | null {
  const value = answer[field];
  return typeof value === 'number' ? value : null;
}
