import { describe, expect, it } from 'vitest';
import { expectedOf } from '../../src/cli/expected.ts';
import { saysExpectation } from '../../src/cli/format/expectation.ts';
import { noColour } from '../../src/cli/format/style.ts';
import { launchLines, summarise } from '../../src/cli/views/launch.ts';
import { expectation } from '../../src/disclosure/index.ts';
import { compilePlan, isZone, planContext, planJson } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { milepost } from './cli.ts';

describe('what to expect is said by a team’s size', () => {
  it.each([
    [0, 'about 0 answers a month: no figure in 22 months of asking is to be expected'],
    [
      3,
      'about 3 answers a month: a figure about every four months, and no monthly chart (it takes 10 figures; about 5 will come)',
    ],
    [6, 'a figure about every two months, and no monthly chart (it takes 10 figures; about 9 will come)'],
    [10, 'a figure every month or two, and a chart after about 16 months of asking'],
    [12, 'a figure in most months, and a chart after about 13 months of asking'],
    [30, 'a figure every month, and a chart after about 10 months of asking'],
  ])('%d answers a month', (answers, said) => {
    expect(saysExpectation(expectation(answers, 22))).toContain(said);
  });
});

describe('the example', () => {
  const { program, roadmap } = loadProgram('examples/two-teams.yaml', { isZone });
  const ctx = planContext(program, roadmap);
  const plan = compilePlan(ctx);

  it('says it at launch, teams of a size together, over the months that ask patients', () => {
    const summary = summarise(program, planJson(plan, ctx), expectedOf(program, plan), 0);
    const text = launchLines(summary, [], { width: 80, style: noColour }).join(' ').replace(/\s+/g, ' ');
    expect(text).toContain('to expect maple: about 6 answers a month: a figure about every two months');
    expect(text).toContain('willow: about 14 answers a month: a figure in most months');
    expect(summary.expected.map(({ expectation: { months } }) => months)).toEqual([22, 22]);
    const alike = {
      ...program,
      teams: program.teams.map((team) => ({ ...team, expectedAnswers: 6 })),
    };
    expect(expectedOf(alike, plan).map(({ teams }) => teams)).toEqual([['maple', 'willow']]);
  });

  it('says nothing of teams that do not guess', () => {
    const silent = {
      ...program,
      teams: program.teams.map(({ expectedAnswers: _guess, ...team }) => team),
    };
    expect(expectedOf(silent, plan)).toEqual([]);
  });

  it('says it in the plan of each team', async () => {
    const { stdout } = await milepost('plan', 'examples/two-teams.yaml', '--team', 'maple', '--month', 'M3');
    expect(stdout).toContain('  To expect: about 6 answers a month');
    expect(stdout).not.toContain('about 14');
  });
});
