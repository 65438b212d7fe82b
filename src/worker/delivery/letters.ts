import type { ClaimedRow } from '../../adapters/db/outbox-claim.ts';
import type { ProgramContext } from '../../activities/ports.ts';
import { composeMime, messageIdOf } from '../../adapters/mail/mime.ts';
import { UnwritableMessage, type WrittenLetter } from './loop.ts';

export interface LettersOptions {
  readonly contexts: { at(programId: string, version: number): Promise<ProgramContext> };
  readonly from: { readonly name: string; readonly address: string };
}

/** Writes the mail of a row. The returned function throws UnwritableMessage where the receiver is no longer there. */
export function createLetters({ contexts, from }: LettersOptions) {
  return async (row: ClaimedRow, now: number): Promise<WrittenLetter> => {
    const context = await contexts.at(row.programId, row.planVersion);
    const person = context.program.people.find(({ id }) => id === row.recipient);
    const step = context.roadmap.steps.find(({ id }) => id === row.step);
    if (person === undefined || step === undefined)
      throw new UnwritableMessage(`nobody to write ${row.key} to`);
    const messageId = messageIdOf(row.key, from.address);
    const text = `${step.title[row.language]}\n\n${step.instructions[row.language]}\n`;
    const mime = await composeMime({
      from,
      to: { name: person.name, address: person.email },
      messageId,
      date: new Date(now),
      language: row.language,
      subject: step.title[row.language],
      text,
      html: `<p>${text}</p>`,
      calendar: null,
      headers: {
        'X-Milepost-Key': row.key,
        'X-Milepost-Kind': row.kind,
        ...(row.taskKey === null ? {} : { 'X-Milepost-Task': row.taskKey }),
        ...(context.clock === 'stepped' ? { 'X-Milepost-Clock': String(now) } : {}),
      },
    });
    return { from: from.address, to: person.email, mime, messageId };
  };
}
