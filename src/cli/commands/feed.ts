import { z } from 'zod';
import type { openFeeds } from '../../connect/feeds.ts';
import { programs } from '../../read/programs.ts';
import { exitCodes } from '../exit-codes.ts';
import { findServices, reading, type Services } from '../services.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Outcome, Run } from '../command.ts';

const invocationSchema = z
  .strictObject({
    program: z.string(),
    person: z.string(),
    new: z.boolean().default(false),
    revoke: z.boolean().default(false),
  })
  .refine(({ new: renew, revoke }) => !(renew && revoke), 'say --new or --revoke, not both');

/** Makes the secret address of a person's calendar and shows it, this once; or ends it. */
export const feed: Run = async (invocation) => {
  const wish = parseInvocation(invocationSchema, invocation, ['program', 'person']);
  const services = await findServices();
  const [found] = await reading(services.live, (reader) => programs(reader, wish.program));
  if (found === undefined) {
    throw new CliError(
      'not_found',
      `there is no live program ${wish.program} here; a rehearsal has no portal. \`milepost status\` lists those that are.`,
    );
  }
  const { openFeeds } = await import('../../connect/feeds.ts');
  const feeds = openFeeds(services.live.databaseUrl);
  try {
    return await carryOut(wish, feeds, services);
  } finally {
    await feeds.close();
  }
};

type Wish = z.output<typeof invocationSchema>;
type OpenFeeds = ReturnType<typeof openFeeds>;

async function carryOut(wish: Wish, feeds: OpenFeeds, services: Services): Promise<Outcome> {
  const { program, person } = wish;
  if (wish.revoke) {
    const result = await feeds.revoke(program, person);
    if (result === 'nobody') throw noSuchPerson(wish);
    const revoked = result === 'removed';
    return {
      exit: exitCodes.ok,
      document: { program, person, revoked },
      lines: [
        revoked
          ? `The calendar address of ${person} does not work any more.`
          : `${person} has no calendar address; there was nothing to revoke.`,
      ],
    };
  }
  const result = wish.new ? await feeds.renew(program, person) : await feeds.make(program, person);
  if (result === 'nobody') throw noSuchPerson(wish);
  if (result === 'taken') {
    throw new CliError(
      'refused',
      `${person} has a calendar address already. It was shown when it was made and cannot be shown again: only its hash is kept.\n` +
        `\`milepost feed ${program} ${person} --new\` makes another, and the one before stops working; \`--revoke\` ends it.`,
    );
  }
  const replaced = 'replaced' in result && result.replaced;
  const address = new URL(`/calendar/${result.secret}.ics`, services.portal.publicUrl).href;
  return {
    exit: exitCodes.ok,
    document: { program, person, address, replaced },
    lines: [
      address,
      '',
      `Shown this once. Whoever has it sees what ${person} has to do, in every program: give it to nobody else.`,
      ...(replaced ? ['The address before it does not work any more.'] : []),
      'Calendar programs take it as “subscribe to a calendar” or “from URL”.',
    ],
  };
}

const noSuchPerson = ({ program, person }: Wish): CliError =>
  new CliError(
    'not_found',
    `there is no ${person} in program ${program}. People go by their ids in the program file.`,
  );
