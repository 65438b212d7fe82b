import { z } from 'zod';
import { changeOptions, changing } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { holidaysOfIcs } from '../ics-holidays.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const day = z.iso.date('give a day as YYYY-MM-DD');

const holiday = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}=.+$/, 'give a holiday as YYYY-MM-DD=NAME')
  .transform((text) => ({ date: text.slice(0, 10), name: text.slice(11) }))
  .pipe(z.object({ date: day, name: z.string().max(120) }));

const invocationSchema = z.strictObject({
  ...changeOptions,
  calendar: z.string().optional(),
  holiday: z.array(holiday).default([]),
  ics: z.string().optional(),
  workday: z.array(day).default([]),
});

/** Adds holidays (also from an ICS file) or working days to a calendar of a running program. */
export const calendar: Run = async (invocation, terminal) => {
  const {
    calendar: id,
    holiday: named,
    ics,
    workday,
    ...common
  } = parseInvocation(invocationSchema, invocation, ['program']);
  return changing(
    'calendar',
    common,
    () => {
      if (id === undefined) throw new CliError('usage', 'say which calendar changes: --calendar ID');
      const holidays = [...named, ...(ics === undefined ? [] : holidaysOfIcs(ics))];
      if (holidays.length + workday.length === 0) {
        throw new CliError('usage', 'say what is added: --holiday DATE=NAME, --ics FILE or --workday DATE');
      }
      return { kind: 'calendar', calendar: id, holidays, workdays: workday };
    },
    terminal,
  );
};
