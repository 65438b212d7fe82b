import { z } from 'zod';
import { monthOccurrence } from '../../domain/keys.ts';
import { programStatuses } from '../../read/program-status.ts';
import { countsTasks } from '../../read/task-detail.ts';
import { parseRange } from '../answer-fields.ts';
import { CliError } from '../errors.ts';
import { idempotencyKey, required } from '../idempotency-key.ts';
import { parseInvocation } from '../options.ts';
import { runCommand } from '../run-command.ts';
import { requireTeam } from '../team.ts';
import type { Run } from '../command.ts';

const howMany = (what: string) =>
  z
    .string({ error: `say how many ${what}` })
    .regex(/^\d{1,7}$/, 'a whole number, 0 or more')
    .transform(Number);

const invocationSchema = z
  .strictObject({
    team: z.string().regex(/^[^/]+\/[^/]+$/, 'name a team as program/team'),
    month: z
      .string()
      .regex(/^M\d{1,2}$/i, 'a month is M and a number: M0 is the month of the launch')
      .transform((text) => Number(text.slice(1))),
    by: required('say who counted: the id of a person'),
    asked: howMany('patients were asked'),
    returned: howMany('forms came back'),
    seen: z.string({ error: 'say how many patients were seen, as in 180-220' }).transform((text, context) => {
      const range = parseRange(text);
      if (range !== null) return range;
      context.addIssue({ code: 'custom', message: 'a range as in 180-220, the lower number first' });
      return z.NEVER;
    }),
    id: idempotencyKey,
  })
  .refine(({ asked, returned }) => returned <= asked, {
    path: ['returned'],
    error: 'more forms came back than patients were asked: check both numbers',
  });

/** Records the counts of one team and month, by completing the task that asks for them. */
export const counts: Run = async (invocation, terminal) => {
  const { team, month, by, asked, returned, seen, id } = parseInvocation(invocationSchema, invocation, [
    'team',
    'month',
  ]);
  const [program = '', teamId = ''] = team.split('/');
  return runCommand(team, terminal, async (gateway, reader, now) => {
    const occurrence = monthOccurrence(month);
    const [task] = await countsTasks(reader, program, teamId, occurrence);
    if (task === undefined) {
      const [status] = await programStatuses(reader, program);
      if (status !== undefined) requireTeam(status, teamId);
      throw new CliError(
        'not_open_yet',
        `nobody has asked ${team} for the counts of M${month} yet. \`milepost inspect ${team}\` shows what is open and what comes next.`,
      );
    }
    return gateway.complete({ id, task: task.key, by, answer: { asked, returned, seen }, ...now });
  });
};
