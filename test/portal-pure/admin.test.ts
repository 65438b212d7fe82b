import { describe, expect, it } from 'vitest';
import { troublesOf } from '../../src/portal/admin/troubles.ts';
import type { Overview } from '../../src/portal/admin/port.ts';
import { saysNext, saysWaits } from '../../src/portal/admin/says.ts';
import { pathOfId } from '../../src/portal/admin/address.ts';
import type { WorkflowShown } from '../../src/read/workflow-tree.ts';
import { toldHistory, type PlainEvent } from '../../src/recovery/told-history.ts';

const now = new Date('2026-11-25T14:00:00Z');
const ago = (minutes: number): number => now.getTime() - minutes * 60_000;

const program = {
  id: 'demo',
  title: 'Demo',
  status: 'running',
  started: true,
  launchDate: '2026-01-05',
  zone: 'America/Denver',
  clock: 'real',
  planVersion: 1,
  roadmap: { id: 'one', version: '1.0.0', months: 25 },
  tzdata: '2026f',
  teams: 2,
  people: 20,
  tasks: { open: 3, needsHelp: 1, completed: 9, closed: 0 },
} as const;

const well: Overview = {
  now,
  engine: {
    serverVersion: '1.29.1',
    workers: [{ identity: 'milepost 0.2.0, 7@a', seenAt: ago(1) }],
    sweep: {
      paused: false,
      startedAt: ago(8),
      report: { looked: 20, suspected: 0, mended: [], overdueMail: [] },
    },
  },
  programs: [program],
  flows: [{ program: 'demo', running: 5, ended: 9, amiss: 0, nextAt: null }],
  deliveries: [{ program: 'demo', failed: 0, addressesGone: 0, retried: 4, overdue: 0, held: 2 }],
  notes: [],
  versions: { milepost: '0.2.0', postgres: '18.4', migration: 'x' },
};
const flow = well.flows[0]!;
const mail = well.deliveries[0]!;
const engine = well.engine!;
const sweep = engine.sweep!;

const texts = (change: Partial<Overview>): string[] =>
  troublesOf({ ...well, ...change }).map(({ text }) => text);

describe('what needs a look', () => {
  it('is nothing where all is well: what is tried again by itself and what is held is no trouble', () => {
    expect(texts({})).toEqual([]);
    expect(texts({ programs: [], flows: [], deliveries: [] })).toEqual([]);
  });

  it.each<readonly [string, Partial<Overview>, RegExp]>([
    ['Temporal away', { engine: null }, /^Temporal does not answer/],
    ['no worker', { engine: { ...engine, workers: [] } }, /^No worker runs/],
    [
      'a worker that has gone silent',
      { engine: { ...engine, workers: [{ identity: 'a', seenAt: ago(4) }] } },
      /^No worker runs/,
    ],
    ['nothing that looks for drift', { engine: { ...engine, sweep: null } }, /^Nothing looks for drift/],
    ['paused sweeps', { engine: { ...engine, sweep: { ...sweep, paused: true } } }, /are paused/],
    [
      'no sweep for long',
      { engine: { ...engine, sweep: { ...sweep, startedAt: ago(61) } } },
      /more than an hour/,
    ],
    [
      'what a sweep could not mend',
      {
        engine: {
          ...engine,
          sweep: {
            ...sweep,
            report: {
              looked: 1,
              suspected: 1,
              mended: [{ workflowId: 'w', drift: 'overdue', did: 'waits' }],
              overdueMail: [],
            },
          },
        },
      },
      /could not mend 1 workflow\./,
    ],
    [
      'a launch that was cut short',
      { programs: [{ ...program, started: false }] },
      /launch of demo was cut short/,
    ],
    ['a workflow that may be stuck', { flows: [{ ...flow, amiss: 2 }] }, /^demo: 2 workflows may be stuck/],
    [
      'a failed message',
      { deliveries: [{ ...mail, failed: 1 }] },
      /^demo: 1 failed message that nobody has looked at/,
    ],
    [
      'an address that is gone',
      { deliveries: [{ ...mail, addressesGone: 1 }] },
      /^demo: a mail address does not exist/,
    ],
    [
      'overdue mail',
      { deliveries: [{ ...mail, overdue: 3 }] },
      /^demo: 3 messages due for more than ten minutes/,
    ],
  ])('is %s', (_, change, said) => {
    expect(texts(change)).toEqual([expect.stringMatching(said)]);
  });

  it('is no missing sweep where every program is rehearsed', () => {
    const engineOnly = { ...engine, sweep: null };
    expect(texts({ engine: engineOnly, programs: [{ ...program, clock: 'stepped' }] })).toEqual([]);
  });
});

describe('what a workflow waits for', () => {
  const at = new Date('2026-11-25T15:00:00Z');
  const later = new Date('2026-11-26T15:00:00Z');
  const stage: WorkflowShown = {
    workflowId: 'live:stage/demo/maple/survey-cycle/M05',
    team: 'maple',
    stage: 'survey-cycle',
    occurrence: 'M05',
    type: 'surveyCycleWorkflow',
    status: 'running',
    epoch: 1,
    version: 3,
    updatedAt: now,
    endedAt: null,
    nextAt: at,
    sign: null,
    waits: { next: null, due: null, openTasks: 0, events: [], running: 0 },
  };
  const waits = (change: Partial<WorkflowShown['waits']>): WorkflowShown => ({
    ...stage,
    waits: { ...stage.waits, ...change },
  });

  it.each([
    ['opens hand-out/M05', waits({ next: { key: 'hand-out/M05', at }, due: { key: 'x/M05', at } })],
    [
      'calls x/M05 past its date',
      waits({ next: { key: 'y/M05', at: later }, due: { key: 'x/M05', at }, openTasks: 1 }),
    ],
    ['brings what is open to someone who can help, or lets it lapse', waits({ openTasks: 2 })],
    ['stops waiting for an event', waits({ events: ['answers-in'] })],
    ['begins', { ...stage, status: 'planned' as const }],
    ['starts a/once', { ...stage, stage: null, waits: { ...stage.waits, next: { key: 'a/once', at } } }],
    [null, { ...stage, nextAt: null }],
    [null, { ...stage, status: 'ended' as const }],
  ])('is said: %s', (said, row) => expect(saysNext(row)).toBe(said));

  it('is people and events, and a pause where it has no next moment', () => {
    expect(saysWaits(waits({ openTasks: 1, events: ['answers-in'] }))).toEqual([
      'for people: 1 task open',
      'for the event answers-in',
    ]);
    expect(saysWaits({ ...stage, nextAt: null })).toEqual([expect.stringContaining('end of a pause')]);
    expect(saysWaits({ ...stage, stage: null, waits: { ...stage.waits, running: 2 } })).toEqual([
      'for the end of 2 workflows that it started',
    ]);
  });
});

describe('the story of a history', () => {
  const told = (...events: Partial<PlainEvent>[]) =>
    toldHistory(events.map((event, place) => ({ id: place + 1, at: place, type: '', name: null, ...event })));
  const commit = { type: 'activityTaskScheduled', name: 'commitStageTurn' } as const;
  const turn = {
    version: 4,
    ended: false,
    effects: [
      { type: 'open', step: 'hand-out/M05' },
      { type: 'task', step: 'x/M05', task: 'demo/maple/x/M05', state: { status: 'completed' }, by: 'ana' },
      { type: 'skip', step: 'y/M05', reason: 'event_never_came' },
    ],
  };

  it('says what a turn did, whether it was written, and what keeps it', () => {
    const [done] = told(
      { ...commit, given: turn },
      { type: 'activityTaskCompleted', of: 1, gave: { dated: [] } },
    );
    expect(done).toMatchObject({
      amiss: false,
      text: 'Turn 4: opened hand-out/M05; demo/maple/x/M05 became completed, by ana; left out y/M05, for its event never came.',
    });
    const [again] = told(
      { ...commit, given: turn },
      { type: 'activityTaskCompleted', of: 1, gave: { planChanged: true } },
    );
    expect(again?.text).toContain('It was not written: the plan had changed meanwhile');
    expect(told({ ...commit, given: turn })[0]?.text).toContain('This has not been done yet.');
    const failure = { type: 'stale_turn', message: 'epoch 1, turn 4 came too late' };
    expect(told({ ...commit, given: turn }, { type: 'activityTaskFailed', of: 1, failure })).toMatchObject([
      {
        amiss: true,
        text: expect.stringContaining('This failed: stale_turn, epoch 1, turn 4 came too late.'),
      },
    ]);
  });

  it('leaves out what only keeps it going, and names what it was told, asked and refused', () => {
    expect(
      told(
        { type: 'workflowExecutionStarted', given: { epoch: 2, carried: { version: 7, restarted: true } } },
        { type: 'workflowTaskScheduled' },
        { type: 'activityTaskScheduled', name: 'loadStage' },
        { type: 'activityTaskCompleted', of: 3 },
        { type: 'timerStarted', name: 'open x/M05', until: 99 },
        { type: 'workflowExecutionSignaled', name: 'childEnded', given: 'survey-cycle/M04' },
        {
          type: 'workflowExecutionUpdateAccepted',
          name: 'command',
          given: { kind: 'waive', task: 'demo/x', by: 'ana' },
        },
        { type: 'workflowTaskFailed', failure: { type: null, message: 'nondeterminism' } },
        { type: 'workflowExecutionTerminated', name: 'audit entry 7' },
      ).map(({ text, amiss }) => [text, amiss]),
    ).toEqual([
      ['Started in epoch 2, from what Postgres keeps: goes on after turn 7.', false],
      ['Sleeps until {0}, for: open x/M05.', false],
      ['Was told that survey-cycle/M04 has ended.', false],
      ['Was asked by ana to waive demo/x.', false],
      ['Could not think on: nondeterminism. Its state did not move.', true],
      ['Was terminated: audit entry 7.', true],
    ]);
  });

  it('does not list hundreds of things that one turn did', () => {
    const start = Array.from({ length: 300 }, (_, place) => ({ key: `stage-${place}/once` }));
    const [line] = told({
      type: 'activityTaskScheduled',
      name: 'commitTimelineTurn',
      given: { version: 1, start },
    });
    expect(line?.text).toContain('started stage-7/once; and 292 more.');
    const teams = ['maple', 'oak'];
    const [begun] = told({ type: 'activityTaskScheduled', name: 'startTeams', given: { teams } });
    expect(begun?.text).toBe('Starts team maple; team oak. This has not been done yet.');
  });
});

it('the page of a workflow is found by its id', () => {
  expect(pathOfId('live:stage/demo/maple/survey-cycle/M05')).toBe(
    '/admin/workflows/stage/demo/maple/survey-cycle/M05',
  );
  expect(pathOfId('live:team/demo/maple')).toBe('/admin/workflows/team/demo/maple');
  expect(pathOfId('live:program/demo')).toBe('/admin/workflows/program/demo');
  expect(pathOfId('live:schedule/reconcile')).toBeNull();
  expect(pathOfId('demo')).toBeNull();
});
