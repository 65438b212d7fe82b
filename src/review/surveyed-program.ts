import { monthOccurrence } from '../domain/keys.ts';
import type { Language } from '../domain/language.ts';
import { quartersOf, type Months, type PlanContext } from '../plan/index.ts';
import type { Reader } from '../read/connection.ts';
import { surveyWords } from '../survey/words.ts';
import { instrumentOf } from '../roadmap/load-instrument.ts';
import type { Program } from '../roadmap/program-schema.ts';
import { isRated, type RatedItem } from '../survey/instrument-schema.ts';
import { runningProgram } from './running-program.ts';

/** What of a running program gives its figures their names. */
export interface SurveyedProgram extends Pick<Program, 'teams' | 'clinics' | 'organizations' | 'language'> {
  /** YYYY-MM-DD, in M0. */
  readonly launch: string;
  readonly quarters: readonly Months[];
  /** The question, and which answers count as good. */
  wordsOf(
    series: { readonly instrument: string; readonly version: number; readonly item: string },
    language?: Language,
  ): { readonly question: string; readonly good: string };
}

/** Null where there is no such program. */
export async function surveyedProgram(reader: Reader, program: string): Promise<SurveyedProgram | null> {
  const plan = await runningProgram(reader, program);
  return plan === null ? null : surveyed(plan);
}

export function surveyed({
  program,
  roadmap,
  launch,
}: Pick<PlanContext, 'program' | 'roadmap' | 'launch'>): SurveyedProgram {
  const { teams, clinics, organizations, language, survey } = program;
  const asked = instrumentOf(survey);
  return {
    teams,
    clinics,
    organizations,
    language,
    launch,
    quarters: quartersOf(roadmap),
    wordsOf({ instrument, version, item }, asIn = 'en') {
      const known = asked.items.find(({ id }) => id === item);
      if (asked.id === instrument && asked.version === version && known !== undefined && isRated(known)) {
        return { question: known.text[asIn], good: goodWords(known, asIn) };
      }
      const gone = formerWords[asIn];
      return { question: `${item} (${instrument}, ${gone.version(version)})`, good: gone.good };
    },
  };
}

const formerWords = {
  en: { version: (n: number) => `version ${n}: not asked any more`, good: 'good' },
  es: { version: (n: number) => `versión ${n}: ya no se pregunta`, good: 'buenas' },
} as const;

const joined = { en: { or: ' or ', to: ' to ' }, es: { or: ' o ', to: ' a ' } } as const;

/** `often or always` */
function goodWords(item: RatedItem, language: Language): string {
  const { or, to } = joined[language];
  const { levels, yes } = surveyWords[language];
  switch (item.type) {
    case 'frequency':
      return levels
        .slice(item.good - 1)
        .join(or)
        .toLowerCase();
    case 'scale':
      return item.good === 10 ? '10' : item.good === 9 ? `9${or}10` : `${item.good}${to}10`;
    case 'yes-no':
      return yes.toLowerCase();
  }
}

/** `M03`, `M03 to M05` */
export const monthSpan = (from: number, to: number): string =>
  from === to ? monthOccurrence(from) : `${monthOccurrence(from)} to ${monthOccurrence(to)}`;
