import { chartPoints } from '../disclosure/index.ts';
import { monthOccurrence } from '../domain/keys.ts';
import type { Language } from '../domain/language.ts';
import { type Months, type PlanContext, todayIn } from '../plan/index.ts';
import type { Reader } from '../read/connection.ts';
import { resultsMonths } from '../read/figures.ts';
import { quarterReview, type ReviewedStep } from '../read/quarter-review.ts';
import type { TaskField } from '../read/task-detail.ts';
import { toldRows } from '../read/told.ts';
import { isWithin, type TeamQuarter } from '../report/index.ts';
import { teamGoals } from './team-goals.ts';
import { teamAsking, teamItems } from './team-items.ts';
import { surveyed, type SurveyedProgram } from './surveyed-program.ts';

export interface Looking {
  readonly plan: PlanContext;
  /** Ids. */
  readonly program: string;
  readonly team: string;
  /** Left out: that of the program. */
  readonly language?: Language | undefined;
  /** What is looked back on; charts begin with the first month and end with its last. */
  readonly months: Months;
  /** `Q2`: what its review wrote down belongs to it. Null for other months. */
  readonly quarter: string | null;
  /** Program time. */
  readonly now: Date;
}

/** What a team looks back on: what was heard, goals and tests, and the figures that it was shown. */
export async function lookingBack(reader: Reader, looking: Looking): Promise<TeamQuarter> {
  const { plan, program, team, months, quarter, now } = looking;
  const asked = surveyed(plan);
  const language = looking.language ?? asked.language;
  const own = plan.program.teams.find(({ id }) => id === team);
  const results = await resultsMonths(reader, program, team, now);
  return {
    language,
    program: plan.program.title,
    team: own?.name ?? team,
    clinic: plan.program.clinics.find(({ id }) => id === own?.clinic)?.name ?? null,
    quarter,
    months,
    launch: asked.launch,
    on: todayIn(now.getTime(), own === undefined ? plan.program.zone : plan.placeOf(team).zone),
    asking: await teamAsking(reader, program, team, months.last),
    items: await itemsOf(reader, looking, { months, surveyed: asked, language, results }),
    goals: await goalsIn(reader, looking, months, results),
    told: (await toldRows(reader, program, team))
      .map(({ occurrence, said, did }) => ({ month: occurrence, said, did }))
      .filter(({ month }) => isWithin(months, month))
      .reverse(),
    review:
      quarter === null
        ? []
        : (await quarterReview(reader, program, team, quarter)).map((step) => reviewed(step, language)),
  };
}

type ResultsMonths = Awaited<ReturnType<typeof resultsMonths>>;

async function itemsOf(
  reader: Reader,
  { program, team }: Looking,
  {
    months: { last },
    surveyed: asked,
    language,
    results,
  }: { months: Months; surveyed: SurveyedProgram; language: Language; results: ResultsMonths },
): Promise<TeamQuarter['items']> {
  const { items, asked: asks } = await teamItems(reader, program, team, results, last);
  return items.map((each) => ({
    ...asked.wordsOf(each, language),
    results: each,
    points: chartPoints(each.blocks, (month) => !asks.has(month), monthOccurrence),
  }));
}

async function goalsIn(
  reader: Reader,
  { program, team }: Looking,
  { last }: Months,
  results: ResultsMonths,
): Promise<TeamQuarter['goals']> {
  const all = await teamGoals(reader, program, team, results);
  return all.flatMap((each) =>
    each.goal !== null && each.month <= monthOccurrence(last) ? [{ ...each, goal: each.goal }] : [],
  );
}

const yesNo = { en: { true: 'yes', false: 'no' }, es: { true: 'sí', false: 'no' } } as const;

function reviewed(
  { title, fields, answer }: ReviewedStep,
  language: Language,
): TeamQuarter['review'][number] {
  return {
    title: title[language],
    answers: fields.flatMap((field) => {
      const value = saysAnswer(field, answer[field.id], language);
      return value === null ? [] : [{ label: field.label[language], value }];
    }),
  };
}

function saysAnswer(field: TaskField, value: unknown, language: Language): string | null {
  if (field.type === 'choice') {
    return field.options?.find(({ id }) => id === value)?.label[language] ?? null;
  }
  switch (typeof value) {
    case 'string':
      return value === '' ? null : value;
    case 'number':
      return String(value);
    case 'boolean':
      return yesNo[language][`${value}`];
    case 'object':
      return value !== null && 'low' in value && 'high' in value
        ? `${String(value.low)}–${String(value.high)}`
        : null;
    default:
      return null;
  }
}
