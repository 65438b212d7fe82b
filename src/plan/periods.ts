import { startOfDay } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import { parseMonths, startOfMonth } from './months.ts';
import type { Period } from './types.ts';

const utc = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/**
 * The months in which each team works on each track: from the first day of the first month through the last day of
 * the last, in the team’s zone, half-open in UTC. They overlap: tracks run side by side.
 */
export function periodsOf(ctx: PlanContext): readonly Period[] {
  return ctx.program.teams.flatMap(({ id: team }) => {
    const { zone } = ctx.placeOf(team);
    return ctx.roadmap.tracks.flatMap(({ id: track, periods }) =>
      periods.map(({ months }) => {
        const { first, last } = parseMonths(months);
        const startUtc = utc(startOfDay(startOfMonth(ctx.launch, first), zone));
        const endUtc = utc(startOfDay(startOfMonth(ctx.launch, last + 1), zone));
        return { team, zone, track, months, startUtc, endUtc };
      }),
    );
  });
}
