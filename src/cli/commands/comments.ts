import { z } from 'zod';
import { todayIn } from '../../plan/index.ts';
import { programTime } from '../../read/program-time.ts';
import { type Comment, surveyComments } from '../../read/survey-comments.ts';
import { commentsNow } from '../../roadmap/check-survey.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { runningProgram } from '../../review/running-program.ts';
import { findServices, noSuchProgram, reading } from '../services.ts';
import type { Run } from '../command.ts';

const invocationSchema = z
  .strictObject({
    program: z.string().regex(/^[^/]+(\/[^/]+)?$/, 'name a program, or a team as program/team'),
    by: z.string().optional(),
    release: z.uuid('a comment goes by the id that is listed with it').optional(),
    withhold: z.uuid('a comment goes by the id that is listed with it').optional(),
  })
  .refine(({ release, withhold }) => release === undefined || withhold === undefined, {
    error: 'say --release or --withhold, not both',
  })
  .refine(({ by, release, withhold }) => by !== undefined || (release ?? withhold) === undefined, {
    path: ['by'],
    error: 'say who decides: the id of the reader',
  });

/** What patients wrote: to its reader what waits for them, to everybody else what was released. */
export const comments: Run = async (invocation) => {
  const wish = parseInvocation(invocationSchema, invocation, ['program']);
  const [program = '', team] = wish.program.split('/');
  const { live } = await findServices();
  const { reader: person, today } = await reading(live, async (reader) => {
    const ctx = await runningProgram(reader, program);
    if (ctx === null) throw noSuchProgram(program);
    const { now } = await programTime(reader);
    return {
      reader: commentsNow(ctx.program)?.reader ?? null,
      today: todayIn(now.getTime(), ctx.program.zone),
    };
  });
  if (wish.by !== undefined && wish.by !== person) {
    throw new CliError(
      'refused',
      person === null
        ? `${program} names nobody who reads comments, so patients are asked for none (\`survey.comments\` in the program file).`
        : `${wish.by} is not the reader of ${program}. Only its reader sees comments before they are released.`,
    );
  }
  const id = wish.release ?? wish.withhold;
  if (id === undefined) {
    const state = wish.by === undefined ? 'released' : 'waiting';
    const found = await reading(live, (reader) => surveyComments(reader, { program, team, state }));
    return {
      exit: exitCodes.ok,
      document: { program, state, comments: found },
      lines: linesOf(found, state),
    };
  }
  const state = wish.release === undefined ? 'withheld' : 'released';
  const { openSurveyStore } = await import('../../connect/surveys.ts');
  const store = openSurveyStore(live.databaseUrl);
  try {
    const done = await store.decide({ program, id, state, reader: wish.by ?? '', decided: today });
    if (!done) throw new CliError('not_found', `${program} has no comment ${id}.`);
  } finally {
    await store.close();
  }
  return {
    exit: exitCodes.ok,
    document: { program, id, state },
    lines: [state === 'released' ? `${id} is released: the team may see it.` : `${id} is withheld.`],
  };
};

const linesOf = (found: readonly Comment[], state: Comment['state']): readonly string[] =>
  found.length === 0
    ? [state === 'waiting' ? 'No comment waits to be read.' : 'No comment has been released yet.']
    : found.flatMap(({ id, team, text }) => [
        `${id}  ${team}`,
        ...text.split('\n').map((line) => `  ${line}`),
        '',
      ]);
