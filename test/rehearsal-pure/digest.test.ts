import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/rehearsal/digest.ts';

const steps = [
  { at: '2016-07-01T15:00:00Z', key: 'demo/north/read/once', outcome: 'completed' },
  { at: null, key: 'demo/north/consent/once', outcome: 'skipped' },
];
const messages = [
  { at: '2016-07-02T15:00:00Z', key: 'b', state: 'sent' },
  { at: '2016-07-02T15:00:00Z', key: 'a', state: 'sent' },
];

describe('the digest', () => {
  it('is the same whatever order the rows were read in and their keys were written in', () => {
    const turned = messages.toReversed().map(({ at, key, state }) => ({ state, key, at }));
    expect(digestOf({ steps: steps.toReversed(), messages: turned })).toBe(digestOf({ steps, messages }));
  });

  it('changes with every fact', () => {
    const other = messages.map((message, n) => (n === 0 ? { ...message, state: 'expired' } : message));
    expect(digestOf({ steps, messages: other })).not.toBe(digestOf({ steps, messages }));
    expect(digestOf({ steps: steps.slice(1), messages })).not.toBe(digestOf({ steps, messages }));
  });

  it('is pinned, so that a change of its making is seen', () => {
    expect(digestOf({ steps, messages })).toMatchInlineSnapshot(
      `"65b1d8a036dbf0d5125d682b7c831693f8a64bc3658c9c6cc8d84c8516742a62"`,
    );
  });
});
