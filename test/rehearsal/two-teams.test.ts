import { expect, it } from 'vitest';
import { teamPage, type TeamQuarter } from '../../src/report/index.ts';
import { everyQuarter } from '../../src/review/every-quarter.ts';
import { instrumentOf } from '../../src/roadmap/load-instrument.ts';
import { reportText } from '../../src/rehearsal/results/text.ts';
import { rehearsalPlace, twoTeams } from './rehearsing.ts';

const rehearsing = await rehearsalPlace();

it(
  'two teams are carried through all 25 months, to their last review, and every promise is kept',
  { timeout: 900_000 },
  async () => {
    const teams = twoTeams();
    const looked: { team: string; quarter: string; report: TeamQuarter }[] = [];
    const { report } = await rehearsing({
      ...teams,
      people: 'mixed',
      instrument: instrumentOf(teams.program.survey),
      async atEnd(reader) {
        for await (const each of everyQuarter(reader, teams.program.id)) looked.push(each);
      },
    });
    expect(report.broken).toEqual([]);
    expect(report.tasks.refused).toEqual([]);
    // Eight quarters for each team and five for the leaders; 22 months of asking for each team.
    expect(report.workflows).toMatchObject({ quarterlyReviewWorkflow: 21, surveyCycleWorkflow: 44 });
    expect(Object.keys(report)).toEqual([
      'seed',
      'from',
      'to',
      'wallSeconds',
      'workflows',
      'events',
      'actions',
      'messages',
      'tasks',
      'patients',
      'workload',
      'digest',
      'broken',
    ]);
    // Nothing was shown of fewer than eleven, and what became better for one team can be seen on its chart.
    expect(report.patients.forms).toBeGreaterThan(44 * 8);
    expect(report.patients.fewest).toBeGreaterThanOrEqual(11);
    expect(report.patients.teams.flatMap(({ items }) => items).find(({ planted }) => planted)).toMatchObject({
      median: true,
      shift: true,
    });
    // Every quarter of a team has a report, and the last shows the planted change in its chart.
    expect(looked.map(({ team, quarter }) => `${team} ${quarter}`)).toHaveLength(16);
    const { planted } = report.patients;
    const last = looked.find(({ team, quarter }) => team === planted?.team && quarter === 'Q8')!.report;
    const page = teamPage(last);
    expect(page).toMatch(/Six or more in a row above the median, M\d\d/);
    expect(last.goals.length).toBeGreaterThan(10);
    expect(last.review.length).toBeGreaterThan(0);
    expect(looked.some(({ report: { told } }) => told.length > 0)).toBe(true);
    const shown = looked.flatMap(({ report: { items } }) => items.flatMap(({ results }) => results.blocks));
    expect(Math.min(...shown.map(({ n }) => n))).toBeGreaterThanOrEqual(11);
    expect(reportText(report)).toMatch(/^Every promise was kept\.\n\nFrom 2027-01-11 to 2029-0/);
  },
);
