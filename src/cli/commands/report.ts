import { z } from 'zod';
import { chartPoints } from '../../disclosure/index.ts';
import { monthOccurrence, quarterOccurrence } from '../../domain/keys.ts';
import { languages, type Language } from '../../domain/language.ts';
import { asking, goalsOf, teamResults } from '../../measure/index.ts';
import { todayIn, type Months } from '../../plan/index.ts';
import { answeredItems, publishedFigures, resultsMonths } from '../../read/figures.ts';
import { goalRows } from '../../read/goals.ts';
import { monthlyCounts } from '../../read/monthly-counts.ts';
import { programStatuses } from '../../read/program-status.ts';
import { quarterReview, type ReviewedStep } from '../../read/quarter-review.ts';
import type { Reader } from '../../read/connection.ts';
import type { TaskField } from '../../read/task-detail.ts';
import { toldRows } from '../../read/told.ts';
import { teamCsv, teamPage, type TeamQuarter } from '../../report/index.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { findServices, firstFound, noSuchProgram, placesOf } from '../services.ts';
import { surveyedProgram, type SurveyedProgram } from '../surveyed-program.ts';
import { requireTeam } from '../team.ts';
import { writeNew } from '../write-new.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  team: z.string().regex(/^[^/]+\/[^/]+$/, 'name a team as program/team'),
  quarter: z
    .string({ error: 'say which quarter, as in --quarter Q1' })
    .regex(/^Q[1-9]\d?$/i, 'a quarter is Q and a number: Q1 is the first of the quarterly review')
    .transform((text) => Number(text.slice(1))),
  out: z
    .string({ error: 'say where the report is to stand: a file that does not exist yet' })
    .regex(/\.(html|csv)$/, 'a report is a page (a file ending in .html) or rows for a spreadsheet (.csv)'),
  language: z.enum(languages).optional(),
});

/** What a team looks back on after a quarter, as a page to read and print, or as rows for a spreadsheet. */
export const report: Run = async (invocation) => {
  const { team: target, quarter, out, language } = parseInvocation(invocationSchema, invocation, ['team']);
  const [program = '', team = ''] = target.split('/');
  const places = await placesOf(await findServices());
  const made = await firstFound(places, (reader) => reportOn(reader, { program, team, quarter, language }));
  if (made === null) throw noSuchProgram(program);
  await writeNew(out, out.endsWith('.csv') ? teamCsv(made) : teamPage(made));
  return {
    exit: exitCodes.ok,
    document: { ...made, program, team, file: out },
    lines: [
      out.endsWith('.csv')
        ? `${out} has the figures and words of ${made.quarter} of ${team}, a row for each.`
        : `${out} has the report on ${made.quarter} of ${team}. Open it in a browser; printed from there it is a PDF, too.`,
      'No figure in it is of fewer than 11 answers. What the team wrote stands as it was written: read it before you pass it on.',
    ],
  };
};

interface Asked {
  readonly program: string;
  readonly team: string;
  readonly quarter: number;
  readonly language: Language | undefined;
}

async function reportOn(reader: Reader, asked: Asked): Promise<TeamQuarter | null> {
  const [status] = await programStatuses(reader, asked.program);
  if (status === undefined) return null;
  requireTeam(status, asked.team);
  const surveyed = await surveyedProgram(reader, asked.program);
  if (surveyed === null) return null;
  const months = quarterOf(surveyed, asked);
  const language = asked.language ?? surveyed.language;
  const own = status.board.find(({ team }) => team === asked.team);
  const results = await resultsMonths(reader, asked.program, asked.team, status.now);
  return {
    language,
    program: status.title,
    team: own?.name ?? asked.team,
    clinic: own?.clinic ?? null,
    quarter: quarterOccurrence(asked.quarter),
    months,
    launch: surveyed.launch,
    on: todayIn(status.now.getTime(), own?.zone ?? 'UTC'),
    asking: await askingOf(reader, asked, months),
    items: await itemsOf(reader, asked, { months, surveyed, language, results }),
    goals: await goalsIn(reader, asked, months, results),
    told: (await toldRows(reader, asked.program, asked.team))
      .map(({ occurrence, said, did }) => ({ month: occurrence, said, did }))
      .filter(({ month }) => within(month, months))
      .reverse(),
    review: (await quarterReview(reader, asked.program, asked.team, quarterOccurrence(asked.quarter))).map(
      (step) => reviewed(step, language),
    ),
  };
}

const within = (month: string, { first, last }: Months): boolean =>
  monthOccurrence(first) <= month && month <= monthOccurrence(last);

function quarterOf({ quarters }: SurveyedProgram, { program, quarter }: Asked): Months {
  const months = quarters[quarter - 1];
  if (months !== undefined) return months;
  const there =
    quarters.length === 0
      ? 'Its roadmap has no quarterly review.'
      : `Its quarters are Q1 to Q${quarters.length}.`;
  throw new CliError('not_found', `${program} has no quarter Q${quarter}. ${there}`);
}

async function askingOf(
  reader: Reader,
  { program, team }: Asked,
  { last }: Months,
): Promise<TeamQuarter['asking']> {
  const known = (await monthlyCounts(reader, program, team))
    .filter(({ counts, awaited }) => counts !== null || !awaited)
    .map(({ occurrence, counts }) => ({ number: Number(occurrence.slice(1)), counts }))
    .filter(({ number }) => number <= last);
  return asking(known, monthOccurrence);
}

type ResultsMonths = Awaited<ReturnType<typeof resultsMonths>>;

async function itemsOf(
  reader: Reader,
  { program, team }: Asked,
  {
    months: { last },
    surveyed,
    language,
    results,
  }: { months: Months; surveyed: SurveyedProgram; language: Language; results: ResultsMonths },
): Promise<TeamQuarter['items']> {
  const asks = new Set(results.map(({ month }) => month));
  const through = results.findLast(({ month, out }) => out && month <= last)?.month ?? null;
  const figures = (await publishedFigures(reader, program, `team:${team}`)).filter(({ to }) => to <= last);
  const items = teamResults(
    figures,
    await answeredItems(reader, program, team),
    asks,
    through,
    monthOccurrence,
  );
  return items.map((each) => ({
    ...surveyed.wordsOf(each, language),
    results: each,
    points: chartPoints(each.blocks, (month) => !asks.has(month), monthOccurrence),
  }));
}

async function goalsIn(
  reader: Reader,
  { program, team }: Asked,
  { last }: Months,
  results: ResultsMonths,
): Promise<TeamQuarter['goals']> {
  const rows = await goalRows(reader, program, team);
  const all = goalsOf(
    rows.map(({ occurrence, dueAt, closedAt, ...row }) => ({
      ...row,
      month: occurrence,
      dueAt: dueAt.getTime(),
      closedAt: closedAt?.getTime() ?? null,
    })),
    results.map(({ month, at }) => ({ month: monthOccurrence(month), at: at.getTime() })),
  );
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
