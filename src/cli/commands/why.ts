import { z } from 'zod';
import { storyOf } from '../../why/index.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { findServices, firstFound, placesOf } from '../services.ts';
import { matchLines, storyLines } from '../views/why.ts';
import { meantBy, unknownPart } from '../why-key.ts';
import type { Outcome, Run } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import type { Meant } from '../why-key.ts';

const invocationSchema = z.strictObject({
  key: z.string().trim().min(1, 'name a message, task or step, as `milepost inspect` and the mails print it'),
});

/** Tells the story of one message, task or step: why, what happened, and what did not. */
export const why: Run = async (invocation, terminal) => {
  const { key } = parseInvocation(invocationSchema, invocation, ['key']);
  const places = await placesOf(await findServices());
  const meant = await firstFound(places, (reader) => meantBy(reader, key));
  if (meant === null) {
    throw new CliError(
      'not_found',
      `${key}: no program here has a message, task or step called so. A key is program/team/step/occurrence, ` +
        'as `milepost inspect` and the mails print it; `milepost status` lists the programs.',
    );
  }
  return meant.type === 'many' ? listed(key, meant, terminal) : toldOf(meant, terminal);
};

function listed(key: string, { runs }: Extract<Meant, { type: 'many' }>, terminal: Terminal): Outcome {
  const matches = runs.map(({ program, team, step, occurrence, dueAt, zone, planned }) => ({
    key: [program, team, step, occurrence].join('/'),
    dueAt,
    zone,
    planned,
  }));
  return { exit: exitCodes.ok, document: { key, matches }, lines: matchLines(matches, terminal) };
}

function toldOf(meant: Extract<Meant, { type: 'one' }>, terminal: Terminal): Outcome {
  const { facts, subject, plan } = meant;
  const names = new Map(facts.people.map(({ id, name }) => [id, name]));
  const document = storyOf(facts, subject, { plan });
  const shown = storyOf(facts, subject, { plan, who: (id) => named(id, names.get(id)) });
  if (document === null || shown === null) throw unknownPart(subject.key, meant);
  return { exit: exitCodes.ok, document, lines: storyLines(shown, terminal) };
}

const named = (id: string, name: string | undefined): string =>
  name === undefined || name === id ? id : `${name} (${id})`;
