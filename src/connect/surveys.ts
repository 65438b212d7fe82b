import { createPool } from '../adapters/db/pool.ts';
import { surveyStore } from '../adapters/db/survey-store.ts';
import type { SurveyStore } from '../survey/ports.ts';

/** Opens where cards and answers are kept. It needs Postgres only. The caller closes it. */
export function openSurveyStore(
  databaseUrl: string,
  { connections = 1 }: { readonly connections?: number } = {},
): SurveyStore & { close(): Promise<void> } {
  const pool = createPool(databaseUrl, { max: connections, name: 'milepost survey' });
  return { ...surveyStore(pool), close: () => pool.end() };
}
