import { z } from 'zod';
import type { Nudged } from '../../change/nudges.ts';
import { withProgram } from '../change-request.ts';
import { exitCodes } from '../exit-codes.ts';
import { longMoment } from '../format/dates.ts';
import { required } from '../idempotency-key.ts';
import { parseInvocation } from '../options.ts';
import { taskKeyArgument } from '../run-command.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  task: taskKeyArgument,
  by: required('say who sends a word: the id of a person'),
  note: z.string().optional(),
  checkIn: z.boolean().default(false),
});

/** Sends one word to whoever has a task in hand. */
export const nudge: Run = async (invocation) => {
  const { task, by, note, checkIn } = parseInvocation(invocationSchema, invocation, ['task']);
  const nudged = await withProgram(task.split('/')[0] ?? task, (session) =>
    session.nudge({ task, by, note: note ?? null, checkIn }),
  );
  return { exit: exitCodes.ok, document: nudged, lines: saysNudged(nudged) };
};

const saysNudged = ({ to, kind, sendAt }: Nudged): string[] => [
  kind === 'nudge'
    ? `${to} gets a word about it ${longMoment(sendAt.local)} (${sendAt.zone}), unless it is done before.`
    : `${to} is asked to check in ${longMoment(sendAt.local)} (${sendAt.zone}), unless it is done before.`,
];
