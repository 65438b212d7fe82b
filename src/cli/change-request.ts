import { z } from 'zod';
import type { Session } from '../connect/index.ts';
import type { Preview } from '../change/changes.ts';
import type { Wish } from '../change/wishes.ts';
import type { Scope } from '../plan/index.ts';
import { programs } from '../read/programs.ts';
import { exitCodes } from './exit-codes.ts';
import { required } from './idempotency-key.ts';
import { connected, findServices, firstFound, noSuchProgram, placesOf } from './services.ts';
import { appliedLine, radiusLines } from './views/radius.ts';
import { isCounted, withoutLines } from './views/tally.ts';
import type { Outcome } from './command.ts';
import type { Terminal } from './terminal.ts';

/** Options that every change of a running program takes. */
export const changeOptions = {
  program: z.string(),
  by: required('say who decides it: the id of one who leads the program or an organization'),
  full: z.boolean().default(false),
  apply: z.string().optional(),
};

export const scopeOptions = {
  team: z.string().optional(),
  stage: z.string().optional(),
  step: z.string().optional(),
  occurrence: z.string().optional(),
};

/** The part of a plan that options name; what was not given is left out. */
export const scopeOf = (options: { readonly [Name in keyof Scope]?: string | undefined }): Scope => {
  const { team, stage, step, occurrence } = options;
  return Object.fromEntries(
    Object.entries({ team, stage, step, occurrence }).filter(([, value]) => value !== undefined),
  );
};

/** Runs `use` with a session where the program runs: the live ones are looked at first. */
export async function withProgram<T>(programId: string, use: (session: Session) => Promise<T>): Promise<T> {
  const places = await placesOf(await findServices());
  const found = await firstFound(places, async (reader, place) => {
    const [program] = await programs(reader, programId);
    return program === undefined ? null : { done: await connected(place, use) };
  });
  if (found === null) throw noSuchProgram(programId);
  return found.done;
}

/** A command that changes a program: it previews what is wished, or carries out what was shown (`--apply`). */
export async function changing(
  command: string,
  options: {
    readonly program: string;
    readonly by: string;
    readonly full: boolean;
    readonly apply?: string | undefined;
  },
  wish: () => Wish,
  terminal: Terminal,
): Promise<Outcome> {
  const { program, by, full, apply } = options;
  if (apply !== undefined) {
    return withProgram(program, (session) => carriedOut(session, { program, change: apply, by }, terminal));
  }
  const wished = wish();
  return withProgram(program, async (session) => {
    const preview = await session.changes.preview({ program, by, wish: wished });
    return shown(preview, `milepost ${command} ${program} --by ${by}`, full, terminal);
  });
}

/** A preview as it is printed, with the command that carries it out. */
export function shown(preview: Preview, command: string, full: boolean, terminal: Terminal): Outcome {
  const lines = radiusLines(preview, { ...terminal, full });
  const document =
    isCounted(preview.radius) && !full ? { ...preview, radius: withoutLines(preview.radius) } : preview;
  if (preview.id === null) return { exit: exitCodes.refused, document, lines };
  return {
    exit: exitCodes.ok,
    document,
    lines: [...lines, '', `Nothing has been changed yet. \`${command} --apply ${preview.id}\` makes it so.`],
  };
}

export async function carriedOut(
  session: Session,
  { program, ...request }: { readonly program: string; readonly change: string; readonly by: string },
  { style }: Terminal,
): Promise<Outcome> {
  const applied = await session.changes.apply(request);
  const confirm = `milepost amend ${program} --confirm ${applied.id} --by ${request.by}`;
  return {
    exit: exitCodes.ok,
    document: applied,
    lines: [
      appliedLine(applied, style),
      ...(applied.unconfirmed
        ? [`What it would send within a day waits until you confirm: \`${confirm}\``]
        : []),
    ],
  };
}
