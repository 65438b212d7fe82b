import type { Language } from '../domain/language.ts';
import type { PlanContext } from './context.ts';
import { receiverOf } from './receiver.ts';

/** A person with everything filled in that their file leaves to the team or the program. */
export interface ResolvedPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly zone: string;
  readonly quiet: { readonly from: string; readonly to: string };
  readonly daysOff: readonly string[];
  readonly delivery: 'immediate' | 'daily' | 'weekly';
  readonly channel: 'email' | 'webhook';
  readonly webhook?: string;
}

/** Everyone of the program, in file order. */
export const resolvePeople = (ctx: PlanContext): ResolvedPerson[] =>
  ctx.program.people.map((person) => {
    const { language, zone, quiet, delivery } = receiverOf(ctx, person.id);
    const { id, name, email, daysOff, channel = 'email', webhook } = person;
    return {
      id,
      name,
      email,
      language,
      zone,
      quiet,
      daysOff,
      delivery,
      channel,
      ...(webhook === undefined ? {} : { webhook }),
    };
  });
