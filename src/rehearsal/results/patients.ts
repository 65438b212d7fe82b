import { monthNumber } from '../../disclosure/index.ts';
import type { ItemResults } from '../../measure/index.ts';
import type { Reader } from '../../read/connection.ts';
import { resultsMonths } from '../../read/figures.ts';
import { teamItems } from '../../review/team-items.ts';
import type { Improvement } from '../patients.ts';

/** What patients of one team said to one item, as its run chart shows it. */
export interface ChartedItem {
  readonly item: string;
  /** Blocks that were published. */
  readonly points: number;
  /** Whether there are enough for a median. */
  readonly median: boolean;
  /** Whether the chart shows a shift upwards after the month in which one was planted, or anywhere where none was. */
  readonly shift: boolean;
  /** Whether something became better. */
  readonly planted: boolean;
}

export interface PatientsReport {
  readonly forms: number;
  readonly answers: number;
  /** Of teams, clinics and organizations. */
  readonly figures: number;
  /** The fewest answers that a published figure is of; null where none was. */
  readonly fewest: number | null;
  readonly planted: Improvement | null;
  readonly teams: readonly { readonly team: string; readonly items: readonly ChartedItem[] }[];
}

interface Evidence {
  readonly program: string;
  readonly teams: readonly string[];
  readonly now: Date;
  readonly planted: Improvement | null;
}

/** What came of the patients’ answers, as `results` shows it; of answers themselves only their number is read. */
export async function readPatients(
  reader: Reader,
  { program, teams: ids, now, planted }: Evidence,
): Promise<PatientsReport> {
  const [counted = { forms: 0, answers: 0, figures: 0, fewest: null }] = await reader.rows<Counted>(
    `SELECT (SELECT count(*)::int FROM survey_card WHERE spent) AS forms,
            (SELECT count(*)::int FROM survey_answer) AS answers,
            (SELECT count(*)::int FROM disclosure) AS figures,
            (SELECT min(n)::int FROM disclosure) AS fewest`,
  );
  const teams = [];
  for (const team of ids) {
    const months = await resultsMonths(reader, program, team, now);
    const { items } = await teamItems(reader, program, team, months);
    teams.push({ team, items: items.map((item) => charted(item, improvedIn(planted, team, item))) });
  }
  return { ...counted, planted, teams };
}

type Counted = Pick<PatientsReport, 'forms' | 'answers' | 'figures' | 'fewest'> & Record<string, unknown>;

const improvedIn = (planted: Improvement | null, team: string, { item }: ItemResults): Improvement | null =>
  planted !== null && planted.team === team && planted.item === item ? planted : null;

function charted({ item, blocks, chart }: ItemResults, planted: Improvement | null): ChartedItem {
  const since = planted === null ? -Infinity : monthNumber(planted.from);
  const found = chart.shifts.filter(
    ({ side, to }) => planted === null || (side === 'above' && monthNumber(to.slice(-3)) >= since),
  );
  return {
    item,
    points: blocks.length,
    median: chart.median !== null,
    shift: found.length > 0,
    planted: planted !== null,
  };
}
