import { expect, it } from 'vitest';
import type { StageDefinition } from '../../src/contracts/turns.ts';
import { emptyStage, runDue } from '../../src/domain/stage.ts';
import { describeStage, describeTimeline } from '../../src/workflows/details.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-11-30T14:00:00Z');

const step = (key: string, at: number): StageDefinition['steps'][number] => ({
  key,
  tasks: [{ key: `demo/east/${key}/ana`, volunteer: false }],
  automatic: false,
  timing: { opensAt: at, dueAt: at + 8 * HOUR, escalateAt: [at + 20 * HOUR] },
  fallback: null,
  lapseAt: at + 100 * HOUR,
  emits: null,
});

const definition: StageDefinition = {
  planVersion: 1,
  title: 'The monthly survey cycle M04, east',
  steps: [step('offer/M04', start), step('counts/M04', start + 72 * HOUR)],
};

it('a stage says in words and in UTC what it does next', () => {
  const text = describeStage(definition, runDue(definition.steps, emptyStage, start).state);
  expect(text).toBe(
    [
      '**The monthly survey cycle M04, east**',
      'Steps: 0 of 2 closed. Open tasks: 1, past due: 0.',
      'Next:',
      [
        '- 2026-11-30 22:00 UTC: `offer/M04` is due',
        '- 2026-12-01 10:00 UTC: `offer/M04` is brought to someone who can help',
        '- 2026-12-03 14:00 UTC: `counts/M04` opens',
        '- 2026-12-04 18:00 UTC: `offer/M04` lapses',
      ].join('\n'),
    ].join('\n\n'),
  );
});

it('a stage that is over says that nothing is left', () => {
  const state = { ...emptyStage, steps: { 'offer/M04': 'done', 'counts/M04': 'skipped' } } as const;
  expect(describeStage(definition, state)).toContain('Steps: 2 of 2 closed.');
  expect(describeStage(definition, state)).toMatch(/\n\nNothing left to do\.$/);
});

it('a stage that pauses says so', () => {
  expect(describeStage({ ...definition, paused: true }, emptyStage)).toContain('\n\nPaused: ');
  expect(describeStage(definition, emptyStage)).not.toContain('Paused');
});

it('a team says first how far it is, then what runs', () => {
  const stages = [
    { key: 'orientation/once', workflow: 'orientation', startsAt: start },
    { key: 'survey-cycle/M04', workflow: 'survey-cycle', startsAt: start + HOUR },
    { key: 'survey-cycle/M05', workflow: 'survey-cycle', startsAt: start + 720 * HOUR },
  ];
  const children = { 'orientation/once': 'ended', 'survey-cycle/M04': 'started' } as const;
  const timeline = { planVersion: 1, title: 'Team east of demo', stages, teams: [] };
  expect(describeTimeline(timeline, { schemaVersion: 1, children })).toBe(
    [
      '**Team east of demo**',
      'Ended: 1 of 3. Next start: 2026-12-30 14:00 UTC.',
      'Running:',
      '- `survey-cycle/M04`',
    ].join('\n\n'),
  );
  expect(describeTimeline(timeline, { schemaVersion: 1, children: {} })).toContain('Nothing runs.');
});
