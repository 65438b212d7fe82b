import { startMover } from '../../connect/survey-mover.ts';
import { openSurveyStore } from '../../connect/surveys.ts';
import { hashOf } from '../../client/secrets.ts';
import { monthOccurrence } from '../../domain/keys.ts';
import { monthAt, type PlanContext } from '../../plan/index.ts';
import { openReader } from '../../read/connection.ts';
import { programTime } from '../../read/program-time.ts';
import { planVersion, surveyCard } from '../../read/survey-card.ts';
import { commentsNow } from '../../roadmap/check-survey.ts';
import { instrumentOf } from '../../roadmap/load-instrument.ts';
import type { Site } from '../../survey/ports.ts';
import { keptPlans } from '../feed/plans.ts';
import type { OpenedCard, Surveys } from './port.ts';

const LOOKING = 4;
const KEEPING = 8;

export interface OpenedSurveys extends Surveys {
  /** Rejects where the database cannot be reached. */
  ready(): Promise<unknown>;
  /** Resolves when nothing that came in is left to move. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** The survey on its database: what a card opens, what is sent in, and how that comes to rest. */
export function openSurveys(databaseUrl: string, failed: (error: unknown) => void): OpenedSurveys {
  const reader = openReader(databaseUrl, { connections: LOOKING });
  const store = openSurveyStore(databaseUrl, { connections: KEEPING });
  const planOf = keptPlans(reader);

  async function monthOf({ program, team }: Site): Promise<string> {
    const version = await planVersion(reader, program);
    if (version === null) throw new Error(`there is no program ${program}`);
    const { now } = await programTime(reader);
    // What a team that left has waiting comes to rest, too.
    return monthOccurrence(monthAt(await planOf(program, version), team, now.getTime()));
  }
  const mover = startMover({ store, monthOf, failed });

  return {
    async find(code) {
      const card = await surveyCard(reader, hashOf(code));
      if (card === null) return null;
      const opened = openedAt(await planOf(card.program, card.planVersion), card.team);
      return opened === null ? null : { ...opened, spent: card.spent };
    },

    async submit(code, form) {
      const site = await store.spend(hashOf(code), form);
      // Kept, but whoever asked was not told: the answer was lost, and this is the second time.
      if (site === null) mover.look();
      else mover.nudge(site);
    },

    ready: () => reader.rows('SELECT 1'),
    settled: () => mover.settled(),

    async close() {
      await mover.close();
      await Promise.all([reader.close(), store.close()]);
    },
  };
}

/** Null where the team takes part no more: its cards ask nobody. */
function openedAt({ program }: PlanContext, team: string): Omit<OpenedCard, 'spent'> | null {
  const own = program.teams.find(({ id }) => id === team);
  if (own === undefined) return null;
  const clinic = program.clinics.find(({ id }) => id === own.clinic);
  return {
    place: clinic?.name ?? own.name,
    instrument: instrumentOf(program.survey),
    comments: commentsNow(program),
  };
}
