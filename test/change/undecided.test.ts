import { describe, expect, test } from 'vitest';
import type { Preview } from '../../src/change/changes.ts';
import { digestOf } from '../../src/roadmap/canonical-json.ts';
import type { LoadedRoadmap } from '../../src/plan/types.ts';
import { makeProgram, makeRoadmap, step } from '../plan/fixtures.ts';
import { World } from './world.ts';

/** Invented example data: on 10 August 2016 `open` is open, `ahead` and `counts` are not. */
type Fields = Readonly<Record<string, unknown>>;
const open = step('open', { day: 19, month: 'M1' }, { reminders: ['P3D'] });
const ahead = step('ahead', { day: 26, month: 'M2' });
const counts = step('counts', { after: 'open', by: 'P30D' });

function versionOf(steps: readonly Fields[], version: string): LoadedRoadmap {
  const roadmap = { ...makeRoadmap({ steps }).roadmap, version };
  return { roadmap, sha256: digestOf(roadmap) };
}
const launchedWith = versionOf([open, ahead, counts], '1.0.0');

function amend(
  steps: readonly Fields[],
  choice: { keep?: readonly string[]; take?: readonly string[] } = {},
  launched = launchedWith,
): Promise<Preview> {
  const world = new World(makeProgram(), launched);
  world.advance(Date.parse('2016-08-10T12:00:00Z'));
  return world.changes.preview({
    program: 'program',
    by: 'pat',
    wish: { kind: 'amend', roadmap: versionOf(steps, '2.0.0'), keep: [], take: [], ...choice },
  });
}
const said = ({ steps }: Pick<Preview['radius'], 'steps'>) =>
  steps.map(({ step: id, effect }) => `${id} ${effect}`);

const label = { en: 'Word', es: 'Palabra' };
const asking = {
  ...open,
  due: { day: 25, month: 'M1' },
  completion: { fields: [{ id: 'word', label, type: 'text' }], evidence: 'none' },
};
const later = { ...ahead, due: { day: 28, month: 'M2' } };

const fresh = step('fresh', { after: 'open', by: '5bd' });

describe('a new version of which something is to be decided', () => {
  test('shows what moves whatever is decided, and what hangs on the decision, with both ways', async () => {
    const preview = await amend([asking, later, counts]);
    expect(preview).toMatchObject({ id: null, groups: expect.anything() });
    expect(said(preview.radius)).toEqual(['ahead moves']);
    expect(preview.radius.messages.length).toBeGreaterThan(0);
    expect(preview.radius.messages.every(({ step: id }) => id === 'ahead')).toBe(true);
    const { keep, take } = preview.depends!;
    expect(said(take)).toEqual(['open moves', 'open asks', 'counts moves']);
    expect(take.messages.some(({ step: id }) => id === 'open')).toBe(true);
    expect({ ...keep }).toEqual({ steps: [], tasks: [], messages: [], refused: null });
  });

  test('counts nothing as certain that either way brings, but at another date', async () => {
    const { radius, depends } = await amend([asking, later, counts, fresh]);
    expect(said(radius)).toEqual(['ahead moves']);
    expect(said(depends!.keep)).toEqual(['fresh appears']);
    expect(said(depends!.take)).toContain('fresh appears');
  });

  test('is shown just so once it is decided', async () => {
    const { radius, depends } = await amend([asking, later, counts]);
    const taken = await amend([asking, later, counts], { take: ['all'] });
    expect(taken.depends).toBeNull();
    expect(said(taken.radius).sort()).toEqual([...said(radius), ...said(depends!.take)].sort());
    const kept = await amend([asking, later, counts], { keep: ['all'] });
    expect(said(kept.radius)).toEqual(said(radius));
    expect(kept.radius.messages.map(({ key, effect }) => [key, effect])).toEqual(
      radius.messages.map(({ key, effect }) => [key, effect]),
    );
  });

  test('says so where one way cannot be taken: what would be kept counts from what goes', async () => {
    const bound = { ...open, due: { before: 'ahead', by: 'P35D' } };
    const { radius, depends } = await amend([asking], {}, versionOf([bound, ahead], '1.0.0'));
    expect(depends?.keep.refused).toContain('do not go together');
    expect(said(depends!.take)).toEqual(expect.arrayContaining(['open asks', 'ahead cancels']));
    expect(radius).toMatchObject({ steps: [], messages: [], tally: [] });
  });
});
