import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldForward, sumOf, together, type Block } from '../../src/disclosure/index.ts';
import { runs } from '../plan/runs.ts';

/** Everything that the rules publish of some teams: the sums of their blocks, and all of them together. */
function published(
  teams: readonly (readonly { id: string; month: number; value: number }[])[],
  months: number,
) {
  const blocks = teams.map((answers): Block[] => {
    const all: Block[] = [];
    for (let now = 1; now <= months; now += 1) all.push(...foldForward(answers, all, now).closed);
    return all;
  });
  const sums = blocks.map((of, team) =>
    of.map((block) =>
      sumOf(
        teams[team]!.filter(({ id }) => block.answers.includes(id)).map(({ value }) => value),
        1,
      ),
    ),
  );
  return { blocks, figures: { sums, all: together(sums.flat()) } };
}

it('two patients of one block may have answered the other way round: no figure can tell, by whatever means', () => {
  const answers = fc.array(
    fc.array(fc.record({ month: fc.integer({ min: 1, max: 6 }), value: fc.integer({ min: 0, max: 1 }) }), {
      minLength: 5,
      maxLength: 60,
    }),
    { minLength: 1, maxLength: 3 },
  );
  let exchanged = 0;
  fc.assert(
    fc.property(answers, fc.nat(), fc.nat(), (drawn, one, other) => {
      const teams = drawn.map((of, team) => of.map((each, i) => ({ ...each, id: `${team}/${i}` })));
      const { blocks, figures } = published(teams, 6);
      const block = blocks.flat()[0];
      if (block === undefined) return;
      const ids = [block.answers[one % block.answers.length]!, block.answers[other % block.answers.length]!];
      const values = ids.map((id) => teams.flat().find((each) => each.id === id)!.value);
      const exchange = new Map([
        [ids[0], values[1]!],
        [ids[1], values[0]!],
      ]);
      const otherWay = teams.map((of) =>
        of.map((each) => ({ ...each, value: exchange.get(each.id) ?? each.value })),
      );
      expect(published(otherWay, 6).figures).toEqual(figures);
      if (values[0] !== values[1]) exchanged += 1;
    }),
    runs(300),
  );
  expect(exchanged).toBeGreaterThan(50);
});
