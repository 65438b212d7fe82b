import { describe, expect, it } from 'vitest';
import { latenessOf, type Report } from '../../src/rehearsal/results/report.ts';
import { reportText } from '../../src/rehearsal/results/text.ts';

const report: Report = {
  seed: 7,
  from: '2027-01-11T05:00:00.000Z',
  to: '2029-03-09T15:45:00.000Z',
  wallSeconds: 128.4,
  workflows: { programWorkflow: 1, teamRoadmapWorkflow: 2 },
  events: { engine: 90, people: 6, clock: 4 },
  actions: { engine: 30, people: 3, clock: 2, byKind: { 'run started': 3 } },
  messages: { byState: { cancelled: 4, sent: 9 }, received: 9, redelivered: [], late: latenessOf([0, 0]) },
  tasks: {
    byOutcome: { completed: 3, lapsed: 1 },
    late: latenessOf([0, 48, 12, 72]),
    escalated: 1,
    refused: [],
  },
  patients: {
    forms: 480,
    answers: 3300,
    figures: 160,
    fewest: 11,
    planted: { team: 'maple', item: 'access', from: 'M13' },
    teams: [
      {
        team: 'maple',
        items: [
          { item: 'access', points: 22, median: true, shift: true, planted: true },
          { item: 'respect', points: 22, median: true, shift: false, planted: false },
          { item: 'overall', points: 9, median: false, shift: false, planted: false },
        ],
      },
    ],
  },
  workload: [
    { person: 'eva', month: '2027-02', tasks: 1, minutes: 30 },
    { person: 'eva', month: '2027-03', tasks: 2, minutes: 90 },
    { person: 'leo', month: '2027-02', tasks: 1, minutes: 60 },
  ],
  digest: 'abc',
  broken: [],
};

describe('the report', () => {
  it('says the verdict first, and the same facts as the JSON, by name', () => {
    expect(reportText(report, (id) => ({ eva: 'Eva Ruiz' })[id] ?? id)).toMatchInlineSnapshot(`
      "Every promise was kept.

      From 2027-01-11 to 2029-03-09, in 2 min 8 s of real time (seed 7).

      Tasks      4 in all: 3 completed, 1 lapsed
                 3 completed after they were due: half within 2.0 days, all within 3.0 days
                 1 brought to somebody who could help
      Mails      9 received; messages 4 cancelled, 9 sent
      Patients   480 forms; 160 figures published, each of eleven answers or more
                 what became better (access of maple, from M13 on) shows as a shift;
                 of 1 charts without a change, 0 show a shift by chance
      Workflows  3: 1 programWorkflow, 2 teamRoadmapWorkflow
      Temporal   100 events; actions: 30 by the engine, 3 by people, 2 by the stepped clock

      Time asked of people, busiest month first:
        Eva Ruiz: 1.5 h in 2027-03, 2.0 h in all
        leo: 1.0 h in 2027-02, 1.0 h in all

      Digest     abc"
    `);
  });

  it('lists what was broken, with the place and what was promised', () => {
    const broken: Report['broken'] = [
      {
        kind: 'twice',
        key: 'p/t/s/once/assigned/eva',
        at: '2027-02-01T14:00:00.000Z',
        detail: 'arrived 2 times',
      },
      { kind: 'missed', key: 'p/t/s/once', at: null, detail: 'nothing came of this step' },
    ];
    expect(
      reportText({ ...report, broken })
        .split('\n')
        .slice(0, 5),
    ).toEqual([
      '2 promises were broken: 1 twice, 1 missed',
      '  twice  p/t/s/once/assigned/eva (2027-02-01T14:00:00.000Z)',
      '    arrived 2 times',
      '  missed  p/t/s/once',
      '    nothing came of this step',
    ]);
  });

  it('counts only what was late, by nearest rank', () => {
    expect(latenessOf([0, -5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual({
      count: 10,
      p50: 5,
      p90: 9,
      max: 10,
    });
    expect(latenessOf([])).toEqual({ count: 0, p50: 0, p90: 0, max: 0 });
  });
});
