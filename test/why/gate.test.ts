import { expect, test } from 'vitest';
import type { HoldingGate } from '../../src/read/gates.ts';
import type { EventRow, RunFacts } from '../../src/read/run-facts.ts';
import { makeRoadmap, planOf, step } from '../plan/fixtures.ts';
import { event, factsOf, story, task, texts } from './facts.ts';

/** Invented example data: a goal, the gate that needs it, and the review that waits for the gate. */
const { ctx, step: of } = planOf(
  makeRoadmap({
    steps: [
      step('goal', { businessDay: 5, month: 'M3' }),
      step(
        'ready',
        { businessDay: 8, month: 'M3' },
        { kind: 'gate', minutes: 0, needs: ['goal'], emits: 'ready' },
      ),
      step('review', { onEvent: 'ready', by: '3bd', latest: { day: 20, month: 'M3' }, otherwise: 'open' }),
    ],
  }),
);

const KEY = { ready: 'program/team/ready/once', review: 'program/team/review/once' };

function storyOf(id: keyof typeof KEY, events: readonly EventRow[], more: Partial<RunFacts> = {}) {
  const planned = [{ version: 1, until: null, zone: 'America/New_York', planned: of(id) }];
  const facts = factsOf('it', { status: 'done', events, ...more, planned });
  const ref = { ...facts.ref, step: id };
  return story({ ...facts, ref }, { kind: 'step', key: KEY[id] }, ctx);
}

const missing = ['goal/once'];
const at = '2016-10-13T13:00:00Z';

test('a gate that was met without a word says so, and does not claim that somebody was asked', () => {
  const { standing, happened } = storyOf('ready', [
    event('gate.met', at, { key: KEY.ready, detail: { missing: [] } }),
  ]);
  expect(standing).toEqual([
    'The gate was met when it opened: all that it needs was done, so nobody was asked.',
  ]);
  expect(texts(happened)).toEqual([
    'The gate was met Thursday 13 October 2016, 09:00 (America/New_York): nothing that it needs was missing.',
  ]);
});

test.each([
  [
    event('gate.waived', at, { key: KEY.ready, actor: 'lea', detail: { missing } }),
    'The gate was waived Thursday 13 October 2016, 09:00 (America/New_York), by lea; what waited for it went on. Still missing was goal (once).',
  ],
  [
    event('gate.lapsed', at, { key: KEY.ready, detail: { missing } }),
    'The gate lapsed Thursday 13 October 2016, 09:00 (America/New_York), with its stage; nothing waits for it any more. Still missing was goal (once).',
  ],
])('a gate tells how it was settled, by whom, and what was missing: $0.type', (told, said) => {
  const tasks = [task({ key: KEY.ready, kind: 'gate' })];
  expect(texts(storyOf('ready', [told], { tasks }).happened)).toContain(said);
});

test('a step that went on without its gate names the gate', () => {
  const told = event('gate.overtaken', at, { key: KEY.review, detail: { gate: 'ready' } });
  const tasks = [task({ key: KEY.review })];
  expect(texts(storyOf('review', [told], { tasks }).happened)).toContain(
    'It waited for the gate ready, and went on Thursday 13 October 2016, 09:00 (America/New_York) without it: its latest date had come.',
  );
});

test('an open gate says what is missing, and what it holds until when', () => {
  const gate: HoldingGate = {
    key: KEY.ready,
    team: 'team',
    step: 'ready',
    occurrence: 'once',
    title: 'Ready',
    owner: { id: 'lea', name: 'Lea' },
    since: new Date(at),
    dueAt: new Date(at),
    zone: 'America/New_York',
    missing: [{ step: 'goal', occurrence: 'once', title: 'Goal', status: 'closed', tasks: [] }],
    holds: [{ step: 'review', occurrence: 'once', title: 'Review', goesOnAt: new Date(at) }],
  };
  const { standing } = storyOf('ready', [], {
    status: 'open',
    tasks: [task({ key: KEY.ready, kind: 'gate' })],
    gate,
  });
  expect(standing.slice(1)).toEqual([
    'Still missing: goal (once), closed without being done.',
    'It holds review (once), which goes on Thursday 13 October 2016, 09:00 (America/New_York) all the same.',
  ]);
});
