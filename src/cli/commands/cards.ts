import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { hashOf } from '../../client/secrets.ts';
import { monthOccurrence } from '../../domain/keys.ts';
import { monthAt, type PlanContext } from '../../plan/index.ts';
import { programStatuses } from '../../read/program-status.ts';
import { programTime } from '../../read/program-time.ts';
import { instrumentOf } from '../../roadmap/load-instrument.ts';
import { CODE_BYTES, codeOf } from '../../survey/codes.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { runningProgram } from '../../review/running-program.ts';
import { findServices, reading } from '../services.ts';
import { requireTeam } from '../team.ts';
import { cardSheet, poster, type SheetOf } from '../views/card-sheet.ts';
import { writeNew } from '../write-new.ts';
import type { Outcome, Run } from '../command.ts';

const MOST = 1_000;

const invocationSchema = z
  .strictObject({
    team: z.string().regex(/^[^/]+\/[^/]+$/, 'name a team as program/team'),
    count: z
      .string()
      .regex(/^\d{1,4}$/, `a whole number from 1 to ${MOST}`)
      .transform(Number)
      .refine((count) => count >= 1 && count <= MOST, `a whole number from 1 to ${MOST}`)
      .optional(),
    month: z
      .string()
      .regex(/^M\d{1,2}$/i, 'a month is M and a number: M0 is the month of the launch')
      .transform((text) => Number(text.slice(1)))
      .optional(),
    out: z.string({ error: 'say where the sheet is to stand: a file that does not exist yet' }).min(1),
    by: z.string().optional(),
    poster: z.boolean().default(false),
  })
  .refine(({ count, poster: alone }) => alone !== (count !== undefined), {
    error: 'say how many cards with --count, or ask for a --poster without codes',
  });

type Wish = z.output<typeof invocationSchema>;

/** Makes cards with a code each and prints them, this once; or a poster that says that there are cards. */
export const cards: Run = async (invocation) => {
  const wish = parseInvocation(invocationSchema, invocation, ['team']);
  const [program = '', team = ''] = wish.team.split('/');
  const { live, portal } = await findServices();
  const { ctx, now } = await reading(live, async (reader) => {
    const [status] = await programStatuses(reader, program);
    const found = status === undefined ? null : await runningProgram(reader, program);
    if (status === undefined || found === null) {
      throw new CliError(
        'not_found',
        `there is no live program ${program} here; a rehearsal has no portal. \`milepost status\` lists those that are.`,
      );
    }
    requireTeam(status, team);
    return { ctx: found, now: (await programTime(reader)).now };
  });
  const of = sheetOf(ctx, team, new URL('/s', portal.publicUrl));
  checkBy(ctx, wish);
  const notes = isLocal(portal.publicUrl)
    ? [
        `Only this machine can open ${portal.publicUrl.origin}. Set MILEPOST_PUBLIC_URL to the portal’s public address before you print cards for patients.`,
      ]
    : [];
  if (wish.poster) {
    await writeNew(wish.out, poster(of));
    return outcome({ program, team, file: wish.out }, [`${wish.out} has the poster.`, ...notes]);
  }
  const month = monthOccurrence(wish.month ?? monthAt(ctx, team, now.getTime()));
  const codes = newCodes(wish.count ?? 0);
  await writeNew(wish.out, cardSheet(of, codes, { team, month }));
  await keep(live.databaseUrl, { program, team, month, codes, wish });
  return outcome({ program, team, month, count: codes.length, file: wish.out }, [
    `${wish.out} has ${codes.length} cards for ${team}, ${month}. The codes stand there and nowhere else: print it, then delete it.`,
    'How many were made is not how many were given: the team counts those, as “asked”.',
    ...notes,
  ]);
};

const outcome = (document: object, lines: readonly string[]): Outcome => ({
  exit: exitCodes.ok,
  document,
  lines,
});

function sheetOf({ program }: PlanContext, team: string, address: URL): SheetOf {
  const own = program.teams.find(({ id }) => id === team);
  if (own === undefined) {
    throw new CliError('refused', `${team} takes part in ${program.id} no more; a card would open nothing.`);
  }
  const clinic = program.clinics.find(({ id }) => id === own.clinic);
  return { title: instrumentOf(program.survey).title, place: clinic?.name ?? own.name, address };
}

function checkBy({ program }: PlanContext, { by }: Wish): void {
  if (by === undefined || program.people.some(({ id }) => id === by)) return;
  throw new CliError(
    'not_found',
    `there is no ${by} in program ${program.id}. People go by their ids in the program file.`,
  );
}

function newCodes(count: number): readonly string[] {
  const codes = new Set<string>();
  while (codes.size < count) codes.add(codeOf(randomBytes(CODE_BYTES)));
  return [...codes];
}

/** A sheet whose codes are not known would ask patients in vain: it goes, where they could not be kept. */
async function keep(
  databaseUrl: string,
  {
    program,
    team,
    month,
    codes,
    wish,
  }: { program: string; team: string; month: string; codes: readonly string[]; wish: Wish },
): Promise<void> {
  const { openSurveyStore } = await import('../../connect/surveys.ts');
  const store = openSurveyStore(databaseUrl);
  try {
    await store.make({ program, team, month, hashes: codes.map(hashOf), by: wish.by ?? null });
  } catch (error) {
    await rm(wish.out, { force: true });
    throw error;
  } finally {
    await store.close();
  }
}

const isLocal = ({ hostname }: URL): boolean => /^(localhost|127\.|\[::1\])/.test(hostname);
