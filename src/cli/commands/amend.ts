import { z } from 'zod';
import type { Wish } from '../../change/wishes.ts';
import type { OwnRules } from '../../plan/index.ts';
import { loadRoadmap, parseDue, parseOpening } from '../../roadmap/load.ts';
import { offset } from '../../roadmap/roadmap-schema.ts';
import { changeOptions, changing } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  ...changeOptions,
  roadmap: z.string().optional(),
  keep: z.array(z.string()).default([]),
  take: z.array(z.string()).default([]),
  team: z.string().optional(),
  step: z.string().optional(),
  due: z.string().optional(),
  opens: z.string().optional(),
  reminder: z.array(offset).default([]),
  reminders: z.boolean().default(true),
  confirm: z.string().optional(),
});

type Options = z.output<typeof invocationSchema>;

/** Takes up a new version of the roadmap, gives one team rules of its own, or lets go what either holds back. */
export const amend: Run = async (invocation, terminal) => {
  const options = parseInvocation(invocationSchema, invocation, ['program']);
  return changing('amend', options, () => wishOf(options), terminal);
};

function wishOf(options: Options): Wish {
  const { roadmap, team, step, confirm, keep, take } = options;
  const asked = [roadmap, team ?? step, confirm].filter((each) => each !== undefined);
  if (asked.length !== 1) {
    throw new CliError(
      'usage',
      'say one of: --roadmap FILE (a new version), --team ID --step ID (a rule of its own), --confirm CHANGE',
    );
  }
  if (roadmap !== undefined) {
    noRules(options);
    const { roadmap: read, sha256 } = loadRoadmap(roadmap);
    return { kind: 'amend', roadmap: { roadmap: read, sha256 }, keep, take };
  }
  if (keep.length + take.length > 0) {
    throw new CliError('usage', '--keep and --take decide about a new version: they go with --roadmap');
  }
  if (confirm !== undefined) {
    noRules(options);
    return { kind: 'confirm', amendment: confirm };
  }
  if (team === undefined || step === undefined) {
    throw new CliError('usage', 'a rule of its own is for one step of one team: --team ID and --step ID');
  }
  return { kind: 'tailor', scope: { team, step }, set: rulesOf(options) };
}

function noRules({ due, opens, reminder, reminders }: Options): void {
  if (due === undefined && opens === undefined && reminder.length === 0 && reminders) return;
  throw new CliError(
    'usage',
    '--due, --opens and --reminder are for one team: they go with --team and --step',
  );
}

function rulesOf({ due, opens, reminder, reminders }: Options): OwnRules {
  if (!reminders && reminder.length > 0) {
    throw new CliError('usage', 'either --reminder OFFSET or --no-reminders, one of the two');
  }
  const rules: OwnRules = {
    ...(due === undefined ? {} : { due: parseDue(due, '--due') }),
    ...(opens === undefined ? {} : { opens: parseOpening(opens, '--opens') }),
    ...(reminders && reminder.length === 0 ? {} : { reminders: reminder }),
  };
  if (Object.keys(rules).length > 0) return rules;
  throw new CliError('usage', 'say what is other for this team: --due RULE, --opens RULE, --reminder OFFSET');
}
