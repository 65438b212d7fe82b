import type { ClaimedRow } from '../../src/adapters/db/outbox-row.ts';
import { messageKey, taskKey } from '../../src/domain/keys.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';

export const FROM = { name: 'Milepost', address: 'milepost@bench.example' };

const STEP = 'reflection';

/** The messages that the engine writes for the herd, as a claim would give them. */
export function herdRows(program: Program): { assigned: ClaimedRow[]; reminders: ClaimedRow[] } {
  const languages = new Map(program.people.map(({ id, language }) => [id, language ?? program.language]));
  const rows = (kind: string): ClaimedRow[] =>
    program.teams.flatMap(({ id: team, members }) =>
      members.map((person) => {
        const step = { program: program.id, team, step: STEP, occurrence: 'once' };
        const key = messageKey(step, kind, person);
        return {
          id: key,
          key,
          programId: program.id,
          team,
          step: STEP,
          occurrence: 'once',
          taskKey: taskKey(step, person),
          kind,
          recipient: person,
          about: person,
          language: languages.get(person) ?? 'en',
          planVersion: 1,
          sendAt: Date.now(),
          attemptAt: Date.now(),
          dueAt: Date.now() + 3_600_000,
          collected: {},
          owner: person,
          attempt: 1,
          doubted: false,
          bundle: null,
          address: null,
          webhookUrl: null,
          lease: '',
        };
      }),
    );
  return { assigned: rows('assigned'), reminders: rows('reminder.1') };
}
