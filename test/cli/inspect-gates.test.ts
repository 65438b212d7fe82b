import { expect, test } from 'vitest';
import { noColour } from '../../src/cli/format/style.ts';
import { inspectLines } from '../../src/cli/views/inspect.ts';
import type { HoldingGate } from '../../src/read/gates.ts';

const gate: HoldingGate = {
  key: 'demo/east/quarter-ready/Q1',
  team: 'east',
  step: 'quarter-ready',
  occurrence: 'Q1',
  title: 'Each month has its goal',
  owner: { id: 'ana', name: 'Ana Ruiz' },
  since: new Date('2016-12-13T14:00:00Z'),
  dueAt: new Date('2016-12-15T14:00:00Z'),
  zone: 'America/New_York',
  missing: [
    { step: 'goal', occurrence: 'M04', title: 'One goal', status: 'open', tasks: ['demo/east/goal/M04'] },
    { step: 'goal', occurrence: 'M05', title: 'One goal', status: 'closed', tasks: [] },
  ],
  holds: [
    { step: 'review', occurrence: 'Q1', title: 'The review', goesOnAt: new Date('2016-12-15T14:00:00Z') },
  ],
};

const lines = (gates: readonly HoldingGate[]) =>
  inspectLines(
    { stages: [], tasks: [], gates, next: [], failures: [], recovery: [] },
    { width: 80, style: noColour },
  );

test('inspect says what a gate holds, since when, who has it in hand and what is missing, and blames nobody', () => {
  const text = lines([gate]).join('\n').replace(/\s+/g, ' ');
  expect(text).toContain('1 gate holds something');
  expect(text).toContain('Each month has its goal Q1');
  expect(text).toContain('east, since 2016-12-13 09:00; Ana Ruiz has it in hand until 2016-12-15 09:00');
  expect(text).toContain('still missing: One goal M04, open now');
  expect(text).toContain('still missing: One goal M05, closed without being done');
  expect(text).toContain('holds: The review Q1, which goes on 2016-12-15 09:00 all the same');
  expect(text).toContain('demo/east/quarter-ready/Q1');
  expect(text).not.toMatch(/overdue|late\b|blame/i);
  expect(Math.max(...lines([gate]).map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('inspect says nothing of gates where none holds anything', () => {
  expect(lines([]).join('\n')).not.toMatch(/gate/);
});
