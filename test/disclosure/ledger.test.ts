import { describe, expect, it } from 'vitest';
import { judge, type Figure } from '../../src/disclosure/index.ts';

const figure = (id: string, parts: Readonly<Record<string, number>>): Figure => ({
  id,
  parts: new Map(Object.entries(parts)),
});

/** What taking these figures so many times each leaves, by part. */
function taken(figures: readonly Figure[], by: readonly { figure: string; times: bigint }[] | null) {
  const sums = new Map<string, bigint>();
  for (const { figure: id, times } of by ?? []) {
    for (const part of figures.find((each) => each.id === id)!.parts.keys()) {
      sums.set(part, (sums.get(part) ?? 0n) + times);
    }
  }
  return [...sums].flatMap(([part, times]) => (times === 0n ? [] : [part])).sort();
}

const maple = figure('maple', { 'maple/M03': 12 });
const oak = figure('oak', { 'oak/M03': 7, 'oak/M04': 9 });

describe('the ledger', () => {
  it('lets blocks be published that have no answer in common, and their sum', () => {
    expect(judge([], maple)).toEqual({ allowed: true });
    expect(judge([maple], oak)).toEqual({ allowed: true });
    expect(judge([maple, oak], figure('clinic', { ...rec(maple), ...rec(oak) }))).toEqual({ allowed: true });
  });

  it('refuses a figure of ten answers by itself, and allows eleven', () => {
    expect(judge([], figure('few', { a: 10 }))).toEqual({
      allowed: false,
      exposure: { answers: 10, by: [{ figure: 'few', times: 1n }] },
    });
    expect(judge([], figure('enough', { a: 11 }))).toEqual({ allowed: true });
  });

  it('a figure without answers tells nothing of anybody', () => {
    expect(judge([maple], figure('none', { 'elm/M03': 0 }))).toEqual({ allowed: true });
  });

  it('refuses a block that takes in one month more than another did, and says what would be subtracted', () => {
    const longer = figure('longer', { ...rec(oak), 'oak/M05': 4 });
    const verdict = judge([oak], longer);
    if (verdict.allowed) throw new Error('allowed');
    expect(verdict.exposure.answers).toBe(4);
    expect(taken([oak, longer], verdict.exposure.by)).toEqual(['oak/M05']);
  });

  it('refuses a clinic without one team, where that team has a month of its own in it', () => {
    const clinic = figure('clinic', { 'maple/M03': 12, 'oak/M03': 7, 'elm/M03': 15 });
    const without = figure('without oak', { 'maple/M03': 12, 'elm/M03': 15 });
    expect(judge([clinic], without)).toMatchObject({ allowed: false, exposure: { answers: 7 } });
  });

  it('refuses what only three figures together give away', () => {
    const row = figure('a and b', { a: 20, b: 5 });
    const column = figure('a and c', { a: 20, c: 30 });
    const all = figure('b and c', { b: 5, c: 30 });
    const verdict = judge([row, column], all);
    if (verdict.allowed) throw new Error('allowed');
    // Twice b is the first, less the second, and the third.
    expect(verdict.exposure.answers).toBe(5);
    expect(taken([row, column, all], verdict.exposure.by)).toEqual(['b']);
  });

  it('refuses a set of months that has few answers only together', () => {
    const all = figure('all', { a: 20, b: 4, c: 3 });
    const verdict = judge([all], figure('a', { a: 20 }));
    expect(verdict).toMatchObject({ allowed: false, exposure: { answers: 7 } });
  });

  it('allows two figures that differ by eleven answers', () => {
    expect(judge([figure('all', { a: 20, b: 11 })], figure('a', { a: 20 }))).toEqual({ allowed: true });
  });

  it('refuses a cut that is too fine though nothing follows exactly: bounds would tell', () => {
    // a + b and b + c: should all of a + b be best, so is all of b.
    const verdict = judge([figure('a and b', { a: 20, b: 5 })], figure('b and c', { b: 5, c: 30 }));
    expect(verdict).toEqual({ allowed: false, exposure: { answers: 5, by: null } });
  });

  it('the same figure again tells nothing new', () => {
    expect(judge([oak], { ...oak, id: 'again' })).toEqual({ allowed: true });
  });

  it('a part has the same answers wherever it is counted: another number is a fault, not a figure', () => {
    expect(() => judge([figure('a', { x: 12 })], figure('b', { x: 13 }))).toThrow(/part x has 12 answers/);
  });

  it('a cut into very many parts is refused as well, though no explanation is found in time', () => {
    const parts = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`p${i}`, 1]));
    const cuts = Array.from({ length: 12 }, (_, bit) =>
      figure(
        `bit ${bit}`,
        Object.fromEntries(
          Object.entries(parts).filter((_part, i) => ((i * 37) >> (bit % 6)) % 2 === bit % 2),
        ),
      ),
    );
    expect(judge(cuts, figure('all', parts)).allowed).toBe(false);
  });
});

function rec({ parts }: Figure): Record<string, number> {
  return Object.fromEntries(parts);
}
