import { partOf, type Seats } from '../../domain/standings.ts';
import type { Part } from '../../domain/policy.ts';
import type { Reader } from '../../read/connection.ts';
import { planVersion } from '../../read/survey-card.ts';
import { commentsNow } from '../../roadmap/check-survey.ts';
import { keptPlans } from '../feed/plans.ts';
import type { Entry } from '../http/viewer.ts';

/** Programs as they stand, as far as it says who may see what. */
export interface Places {
  /** Null where there is no such program. */
  seats(program: string): Promise<Seats | null>;
  /** All that somebody is in the programs of their entries. */
  parts(entries: readonly Entry[]): Promise<readonly Part[]>;
}

/** Programs out of the database, with what was changed since they were launched. */
export function openPlaces(reader: Reader): Places {
  const planOf = keptPlans(reader);
  async function programNow(id: string) {
    const version = await planVersion(reader, id);
    return version === null ? null : (await planOf(id, version)).program;
  }
  return {
    seats: programNow,
    async parts(entries) {
      const parts = await Promise.all(
        entries.map(async ({ program: id, person }) => {
          const program = await programNow(id);
          return program === null ? [] : [partOf(program, person, commentsNow(program)?.reader ?? null)];
        }),
      );
      return parts.flat();
    },
  };
}
