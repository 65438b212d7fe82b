import { chartPoints } from '../../src/disclosure/index.ts';
import type { Language } from '../../src/domain/language.ts';
import { monthOccurrence } from '../../src/domain/keys.ts';
import { asking, teamResults } from '../../src/measure/index.ts';
import type { TeamQuarter } from '../../src/report/team-quarter.ts';

/** Invented figures: [answers, good] for each month from M3 on. */
const monthly = [
  [20, 11],
  [18, 10],
  [22, 12],
  [19, 9],
  [21, 13],
  [20, 10],
  [18, 11],
  [23, 12],
  [20, 11],
  [19, 10],
  [21, 17],
  [20, 17],
  [22, 18],
  [19, 16],
  [20, 17],
  [21, 18],
] as const;

const FIRST = 3;
const LAST = FIRST + monthly.length - 1;

export function sample(language: Language, more: Partial<TeamQuarter> = {}): TeamQuarter {
  const series = { instrument: 'pulse', version: 1, item: 'access' };
  const figures = monthly.map(([n, good], i) => ({ ...series, from: FIRST + i, to: FIRST + i, n, good }));
  const asked = new Set(monthly.map((_, i) => FIRST + i));
  const results = teamResults(figures, [{ ...series, first: FIRST }], asked, LAST, monthOccurrence)[0]!;
  return {
    language,
    program: 'An invented program',
    team: 'Harbor Family',
    clinic: 'Harbor Clinic',
    quarter: 'Q5',
    months: { first: LAST - 2, last: LAST },
    launch: '2027-01-11',
    on: '2028-07-10',
    asking: asking(
      monthly.map(([n], i) => ({
        number: FIRST + i,
        counts: { asked: 40, returned: n + 1, seen: { low: 50, high: 60 } },
      })),
      monthOccurrence,
    ),
    items: [
      {
        question:
          language === 'en' ? 'I could get help when I needed it' : 'Pude recibir ayuda cuando la necesité',
        good: language === 'en' ? 'often or always' : 'muchas veces o siempre',
        results,
        points: chartPoints(results.blocks, (month) => !asked.has(month), monthOccurrence),
      },
    ],
    goals: [
      {
        month: 'M11',
        state: 'set',
        dueAt: 0,
        zone: 'UTC',
        goal: {
          goal: 'Call back the same day',
          forWhom: 'People who ask about medicine',
          byWhen: '2028-02-28',
          restsOn: 'question',
          evidence: null,
          test: 'A nurse calls at noon',
          prediction: 'Nine of ten',
          staff: 2,
          advisors: 1,
          whyNone: null,
          writtenAt: 1,
        },
        against: { month: 'M12', at: 2 },
        outcome: { month: 'M13', decision: 'adopted', learned: 'noon works' },
      },
    ],
    told: [{ month: 'M17', said: 'Nobody calls back <b>', did: '=SUM(A1) is not a formula' }],
    review: [{ title: 'Look back', answers: [{ label: 'What changed', value: 'People are called back' }] }],
    ...more,
  };
}

export const noFigures = (language: Language): TeamQuarter =>
  sample(language, {
    items: [],
    goals: [],
    told: [],
    review: [],
    asking: asking([], monthOccurrence),
  });
