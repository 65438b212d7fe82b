import { z } from 'zod';
import { programs } from '../../read/programs.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { connected, findServices, firstFound, noSuchProgram, placesOf, type Place } from '../services.ts';
import { countTypes, rehydratedLine, surveyLines } from '../views/rehydrate.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  program: z.string().optional(),
  force: z.boolean().default(false),
  yes: z.boolean().default(false),
});

/** Starts workflows again from their projections, after saying which. */
export const rehydrate: Run = async (invocation, terminal) => {
  const { program = null, force, yes } = parseInvocation(invocationSchema, invocation, ['program']);
  const place = await placeOf(program);
  return connected(place, async ({ recovery }) => {
    const found = await recovery.survey(program);
    const types = countTypes(found, force);
    const server = { address: place.temporalAddress, namespace: place.namespace };
    const todo = types.reduce((sum, { start, replace }) => sum + start + replace, 0) + found.leftovers.length;
    const document = { program, temporal: server, types, leftovers: found.leftovers };
    const lines = surveyLines({ types, leftovers: found.leftovers, server }, terminal);
    if (todo === 0) {
      return {
        exit: exitCodes.ok,
        document: { ...document, done: null },
        lines: [...lines, 'Nothing is to be done.'],
      };
    }
    for (const line of lines) terminal.note(line);
    if (!yes && !(await terminal.confirm('Do this?'))) {
      throw new CliError('interrupted', 'nothing was started; nothing was changed');
    }
    const done = await recovery.rehydrate({
      program,
      force,
      onProgress: (some, of) => {
        if (some % 400 === 0) terminal.note(`  ${some} of ${of}`);
      },
    });
    return {
      exit: exitCodes.ok,
      document: { ...document, done },
      lines: [`${terminal.style.green('✓')} ${rehydratedLine(done)}`],
    };
  });
};

/** Where a program runs: the live ones are looked at first. */
async function placeOf(program: string | null): Promise<Place> {
  const services = await findServices();
  if (program === null) return services.live;
  const place = await firstFound(await placesOf(services), async (reader, candidate) => {
    const [found] = await programs(reader, program);
    return found === undefined ? null : candidate;
  });
  if (place === null) throw noSuchProgram(program);
  return place;
}
