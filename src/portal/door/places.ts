import { partOf, type Seats } from '../../domain/standings.ts';
import type { Part } from '../../domain/policy.ts';
import type { Reader } from '../../read/connection.ts';
import { commentsNow } from '../../roadmap/check-survey.ts';
import { planNow, type PlanOf } from '../feed/plans.ts';
import type { Entry } from '../http/viewer.ts';

/** Programs as they stand, as far as it says who may see what. */
export interface Places {
  /** Null where there is no such program. */
  seats(program: string): Promise<Seats | null>;
  /** All that somebody is in the programs of their entries. */
  parts(entries: readonly Entry[]): Promise<readonly Part[]>;
}

/** Programs out of the database, with what was changed since they were launched. */
export function openPlaces(reader: Reader, planOf: PlanOf): Places {
  async function programNow(id: string) {
    return (await planNow(reader, planOf, id))?.program ?? null;
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
