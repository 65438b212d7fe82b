import { z } from 'zod';
import { expectation, shareOf } from '../../disclosure/index.ts';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { publishedFigures, resultsMonths, type ResultsMonth } from '../../read/figures.ts';
import { programStatuses } from '../../read/program-status.ts';
import type { Reader } from '../../read/connection.ts';
import { teamItems } from '../../review/team-items.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { surveyedProgram, type SurveyedProgram } from '../../review/surveyed-program.ts';
import { findServices, firstFound, noSuchProgram, placesOf } from '../services.ts';
import { requireTeam } from '../team.ts';
import { quarterLines, teamResultLines } from '../views/results.ts';
import { headLines } from '../views/status.ts';
import type { Outcome, Run } from '../command.ts';
import type { Terminal } from '../terminal.ts';

const invocationSchema = z
  .strictObject({
    target: z
      .string()
      .regex(
        /^[^/]+(\/[^/]+)?$/,
        'name a team as program/team, or a program with --clinic or --organization',
      ),
    clinic: z.string().optional(),
    organization: z.string().optional(),
    quarter: z
      .string()
      .regex(/^Q[1-9]\d?$/i, 'a quarter is Q and a number: Q1 is the first of the quarterly review')
      .transform((text) => Number(text.slice(1)))
      .optional(),
  })
  .superRefine(({ target, clinic, organization, quarter }, context) => {
    const say = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const places = [clinic, organization].filter((each) => each !== undefined);
    if (target.endsWith(`/${PROGRAM_SCOPE}`)) {
      say('target', 'figures are a team’s, or with --organization those of all its teams by quarter');
    } else if (target.includes('/')) {
      if (places.length > 0)
        say('target', 'a team has its own figures: leave out --clinic and --organization');
      if (quarter !== undefined) say('quarter', 'a team’s figures are not by quarter: leave it out');
    } else if (places.length !== 1) {
      say('target', 'name a team as program/team, or add --clinic ID or --organization ID, one of them');
    } else if (quarter === undefined) say('quarter', 'say which quarter, as in --quarter Q1');
  });

/** What patients said, as far as it may be shown: of one team by its blocks, of a clinic or organization by quarter. */
export const results: Run = async (invocation, terminal) => {
  const { target, clinic, organization, quarter } = parseInvocation(invocationSchema, invocation, ['target']);
  const [program = '', team] = target.split('/');
  const places = await placesOf(await findServices());
  const found = await firstFound(places, (reader) => {
    if (team !== undefined) return resultsOfTeam(reader, program, team, terminal);
    const place =
      clinic === undefined
        ? ({ kind: 'organization', id: organization ?? '' } as const)
        : ({ kind: 'clinic', id: clinic } as const);
    return resultsOfQuarter(reader, program, place, quarter ?? 0, terminal);
  });
  if (found === null) throw noSuchProgram(program);
  return found;
};

async function resultsOfTeam(
  reader: Reader,
  program: string,
  team: string,
  terminal: Terminal,
): Promise<Outcome | null> {
  const [status] = await programStatuses(reader, program);
  if (status === undefined) return null;
  requireTeam(status, team);
  const surveyed = await surveyedProgram(reader, program);
  if (surveyed === null) return null;
  const months = await resultsMonths(reader, program, team, status.now);
  const { items, through } = await teamItems(reader, program, team, months);
  const expected = surveyed.teams.find(({ id }) => id === team)?.expectedAnswers;
  const shown = {
    team,
    items,
    through,
    next: nextOf(months),
    expectation: expected === undefined ? null : expectation(expected, months.length),
  };
  return {
    exit: exitCodes.ok,
    document: { program, now: status.now, ...shown },
    lines: [...headLines(status, terminal), '', ...teamResultLines(shown, surveyed, terminal)],
  };
}

function nextOf(months: readonly ResultsMonth[]): { month: number; at: Date } | null {
  const next = months.find(({ out }) => !out);
  return next === undefined ? null : { month: next.month, at: next.at };
}

interface Place {
  readonly kind: 'clinic' | 'organization';
  readonly id: string;
}

async function resultsOfQuarter(
  reader: Reader,
  program: string,
  { kind, id }: Place,
  quarter: number,
  terminal: Terminal,
): Promise<Outcome | null> {
  const [status] = await programStatuses(reader, program);
  if (status === undefined) return null;
  const surveyed = await surveyedProgram(reader, program);
  if (surveyed === null) return null;
  requirePlace(surveyed, program, kind, id);
  const months = surveyed.quarters[quarter - 1];
  if (months === undefined) {
    throw new CliError(
      'not_found',
      `${program} has no quarter Q${quarter}. ${
        surveyed.quarters.length === 0
          ? 'Its roadmap has no quarterly review.'
          : `Its quarters are Q1 to Q${surveyed.quarters.length}.`
      }`,
    );
  }
  const items = (await publishedFigures(reader, program, `${kind}:${id}`))
    .filter(({ to }) => to === months.last)
    .map(({ instrument, version, item, n, good, parts }) => ({
      instrument,
      version,
      item,
      blocks: parts,
      ...shareOf({ n, good }),
    }));
  const shown = { [kind]: id, quarter: `Q${quarter}`, months, items };
  return {
    exit: exitCodes.ok,
    document: { program, now: status.now, ...shown },
    lines: [
      ...headLines(status, terminal),
      '',
      ...quarterLines({ kind, id, quarter, months, items }, surveyed, terminal),
    ],
  };
}

function requirePlace(surveyed: SurveyedProgram, program: string, kind: Place['kind'], id: string): void {
  const known = kind === 'clinic' ? surveyed.clinics : surveyed.organizations;
  if (known.some((each) => each.id === id)) return;
  throw new CliError(
    'not_found',
    `${program} has no ${kind} ${id}. It has ${known.map((each) => each.id).join(', ')}.`,
  );
}
