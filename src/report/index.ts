export { escaped } from './html.ts';
export { teamPage, teamSections, teamTitle } from './team-page.ts';
export { isWithin, type TeamQuarter } from './team-quarter.ts';
export { teamCsv } from './team-rows.ts';
