import { z } from 'zod';
import { loadEnrolment } from '../../roadmap/load.ts';
import { type Enrolment, enrolmentSchema } from '../../roadmap/program-schema.ts';
import { changeOptions, changing } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  ...changeOptions,
  file: z.string().optional(),
  clock: z.enum(['own-start', 'program'], 'a clock is own-start or program').default('own-start'),
  from: z.iso.date('give a day as YYYY-MM-DD').optional(),
  team: z.string().optional(),
  name: z.string().optional(),
  clinic: z.string().optional(),
  lead: z.string().optional(),
  member: z.array(z.string()).default([]),
  staff: z.array(z.string()).default([]),
});

type Options = z.output<typeof invocationSchema>;

/** Lets teams join a program that runs, each with a month 0 of its own or in the months of the program. */
export const enrol: Run = async (invocation, terminal) => {
  const options = parseInvocation(invocationSchema, invocation, ['program', 'file']);
  const { program, by, full, apply, clock, from } = options;
  return changing(
    'enrol',
    { program, by, full, apply },
    () => ({ kind: 'enrol', clock, from: from ?? null, ...joining(options) }),
    terminal,
  );
};

function joining({ file, team, name, clinic, lead, member, staff }: Options): Enrolment {
  if ((file === undefined) === (team === undefined)) {
    throw new CliError(
      'usage',
      'say who joins: a FILE with `teams:` (and `people:`, `clinics:`) as in a program file, ' +
        'or --team ID --name NAME --clinic ID --lead ID for people who are in the program already',
    );
  }
  if (file !== undefined) return loadEnrolment(file);
  const parsed = enrolmentSchema.safeParse({
    teams: [{ id: team, name, clinic, lead, members: member, staff }],
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `--${flagOf(path.at(2))}: ${message}`);
  throw new CliError('usage', problems.join('\n'), { details: { problems } });
}

/** The option that stands for a field of a team. */
const flagOf = (field: PropertyKey | undefined): string =>
  ({ id: 'team', members: 'member' })[String(field)] ?? String(field);
