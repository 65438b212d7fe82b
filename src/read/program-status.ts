import { outboxSummary, type OutboxSummary } from './outbox-summary.ts';
import { programs, type ProgramSummary } from './programs.ts';
import { programTime } from './program-time.ts';
import { teamBoard, type TeamRow } from './team-board.ts';
import type { Reader } from './connection.ts';

/** A program at a glance. */
export interface ProgramStatus extends ProgramSummary {
  /** Program time. */
  readonly now: Date;
  readonly board: readonly TeamRow[];
  readonly messages: OutboxSummary;
}

/** All programs of a database at a glance, or the one asked for; none where it does not have it. */
export async function programStatuses(reader: Reader, id?: string): Promise<ProgramStatus[]> {
  const { now } = await programTime(reader);
  const found = await programs(reader, id);
  return Promise.all(
    found.map(async (program) => ({
      ...program,
      now,
      board: await teamBoard(reader, program.id),
      messages: await outboxSummary(reader, program.id),
    })),
  );
}
