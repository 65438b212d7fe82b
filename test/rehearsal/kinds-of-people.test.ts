import { expect, it } from 'vitest';
import { profiles } from '../../src/rehearsal/people.ts';
import { rehearsalPlace, untilFirstReview } from './rehearsing.ts';

const rehearsing = await rehearsalPlace();

it.each(profiles)(
  'with %s people every promise is kept and the review comes, because tasks lapse',
  { timeout: 300_000 },
  async (people) => {
    const { report } = await rehearsing({ ...untilFirstReview(), people });
    expect(report.broken).toEqual([]);
    expect(report.tasks.refused).toEqual([]);
    expect(report.workflows).toEqual({
      journeyMappingWorkflow: 2,
      orientationWorkflow: 4,
      programWorkflow: 1,
      quarterlyReviewWorkflow: 2,
      surveyCycleWorkflow: 6,
      teamRoadmapWorkflow: 2,
    });
    const { completed = 0, lapsed = 0, waived = 0, ...open } = report.tasks.byOutcome;
    expect(open).toEqual({});
    switch (people) {
      case 'cooperative':
        expect({ lapsed, waived }).toEqual({ lapsed: 0, waived: 0 });
        break;
      case 'mixed':
        expect(completed).toBeGreaterThan(lapsed + waived);
        break;
      case 'absent':
        expect(lapsed).toBeGreaterThan(5 * completed);
        break;
    }
  },
);
