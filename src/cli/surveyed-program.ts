import { monthOccurrence } from '../domain/keys.ts';
import { quartersOf, type Months, type PlanContext } from '../plan/index.ts';
import type { Reader } from '../read/connection.ts';
import { surveyWords } from '../portal/survey/words.ts';
import { instrumentOf } from '../roadmap/load-instrument.ts';
import type { Program } from '../roadmap/program-schema.ts';
import { isRated, type RatedItem } from '../survey/instrument-schema.ts';
import { runningProgram } from './running-program.ts';

/** What of a running program gives its figures their names. */
export interface SurveyedProgram extends Pick<Program, 'teams' | 'clinics' | 'organizations'> {
  readonly quarters: readonly Months[];
  /** The question, and which answers count as good. */
  wordsOf(series: { readonly instrument: string; readonly version: number; readonly item: string }): {
    readonly question: string;
    readonly good: string;
  };
}

/** Null where there is no such program. */
export async function surveyedProgram(reader: Reader, program: string): Promise<SurveyedProgram | null> {
  const plan = await runningProgram(reader, program);
  return plan === null ? null : surveyed(plan);
}

function surveyed({ program, roadmap }: Pick<PlanContext, 'program' | 'roadmap'>): SurveyedProgram {
  const { teams, clinics, organizations, survey } = program;
  const asked = instrumentOf(survey);
  return {
    teams,
    clinics,
    organizations,
    quarters: quartersOf(roadmap),
    wordsOf({ instrument, version, item }) {
      const known = asked.items.find(({ id }) => id === item);
      if (asked.id === instrument && asked.version === version && known !== undefined && isRated(known)) {
        return { question: known.text.en, good: goodWords(known) };
      }
      return { question: `${item} (${instrument}, version ${version}: not asked any more)`, good: 'good' };
    },
  };
}

/** `often or always` */
function goodWords(item: RatedItem): string {
  switch (item.type) {
    case 'frequency':
      return surveyWords.en.levels
        .slice(item.good - 1)
        .join(' or ')
        .toLowerCase();
    case 'scale':
      return item.good === 10 ? '10' : item.good === 9 ? '9 or 10' : `${item.good} to 10`;
    case 'yes-no':
      return 'yes';
  }
}

/** `M03`, `M03 to M05` */
export const monthSpan = (from: number, to: number): string =>
  from === to ? monthOccurrence(from) : `${monthOccurrence(from)} to ${monthOccurrence(to)}`;
