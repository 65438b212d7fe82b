import { expect, test } from 'vitest';
import { change, KEY, open, story, task, texts } from './facts.ts';

test('a task that went from hand to hand was first whose it was when it opened', () => {
  const handed = (id: string, from: string, to: string) =>
    change({
      id,
      kind: 'reassign',
      edit: { kind: 'reassign', change: id, at: 0, scope: {}, from: null, to, task: KEY },
      lines: [`task ${KEY} hands: ${from} -> ${to}`],
    });
  const facts = open({
    tasks: [task({ owner: 'mia', eligible: ['lea', 'mia'] })],
    changes: [handed('c-1', 'lea', 'carl'), handed('c-2', 'carl', 'mia')],
  });
  const told = story(facts, { kind: 'task', key: KEY });
  expect(texts(told.happened)).toContainEqual(
    'The task was lea’s from Friday 23 September 2016, 09:00 (America/New_York).',
  );
  expect(told.standing.join(' ')).toContain('mia');
});
