import type { Pool } from 'pg';
import { chartPoints, monthNumber, shareOf } from '../../disclosure/index.ts';
import { monthOccurrence } from '../../domain/keys.ts';
import { runChart } from '../../measure/index.ts';
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

interface Row {
  readonly team: string;
  readonly item: string;
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly good: number;
}

/** What came of the patients’ answers. Reads what was published, and of answers only their number. */
export async function readPatients(pool: Pool, planted: Improvement | null): Promise<PatientsReport> {
  const { rows: counts } = await pool.query<Omit<PatientsReport, 'planted' | 'teams'>>(
    `SELECT (SELECT count(*)::int FROM survey_card WHERE spent) AS forms,
            (SELECT count(*)::int FROM survey_answer) AS answers,
            (SELECT count(*)::int FROM disclosure) AS figures,
            (SELECT min(n)::int FROM disclosure) AS fewest`,
  );
  const { rows } = await pool.query<Row>(
    `SELECT substr(scope, 6) AS team, item, substr(from_month, 2)::int AS "from", substr(to_month, 2)::int AS "to",
            n, (figures ->> 'good')::int AS good
       FROM disclosure WHERE scope LIKE 'team:%' ORDER BY 1, 2, 4`,
  );
  const teams = [...new Set(rows.map(({ team }) => team))].map((team) => ({
    team,
    items: [...new Set(rows.map(({ item }) => item))].map((item) =>
      charted(
        rows.filter((row) => row.team === team && row.item === item),
        item,
        improvedIn(planted, team, item),
      ),
    ),
  }));
  const [counted = { forms: 0, answers: 0, figures: 0, fewest: null }] = counts;
  return { ...counted, planted, teams };
}

const improvedIn = (planted: Improvement | null, team: string, item: string): Improvement | null =>
  planted !== null && planted.team === team && planted.item === item ? planted : null;

function charted(blocks: readonly Row[], item: string, planted: Improvement | null): ChartedItem {
  const points = chartPoints(
    blocks.map(({ from, to, n, good }) => ({ from, to, ...shareOf({ n, good }) })),
    () => false,
    monthOccurrence,
  );
  const { median, shifts } = runChart(points);
  const since = planted === null ? -Infinity : monthNumber(planted.from);
  const found = shifts.filter(
    ({ side, to }) => planted === null || (side === 'above' && monthNumber(to.slice(-3)) >= since),
  );
  return {
    item,
    points: points.length,
    median: median !== null,
    shift: found.length > 0,
    planted: planted !== null,
  };
}
