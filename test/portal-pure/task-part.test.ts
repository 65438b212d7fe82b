import { expect, it } from 'vitest';
import { isZone, planContext } from '../../src/plan/index.ts';
import { partOf } from '../../src/portal/tasks/part.ts';
import { loadProgram } from '../../src/roadmap/load.ts';

const { program, roadmap } = loadProgram('examples/two-teams.yaml', { isZone });
const team = program.teams[0]!;
const other = program.teams[1]!;
const member = team.members[0]!;
const task = {
  key: `${program.id}/${team.id}/survey-share-back/M03`,
  team: team.id,
  status: 'assigned',
  volunteer: false,
  owner: team.lead,
  eligible: [team.lead, member],
} as const;

const without = (person: string, seatIn: string | null) => ({
  ...program,
  teams: program.teams.map((each) =>
    each.id === team.id
      ? { ...each, members: each.members.filter((id) => id !== person) }
      : each.id === seatIn
        ? { ...each, members: [...each.members, person] }
        : each,
  ),
});

it('who might have done a task when it opened has no part in it any more, once they have left or moved to another team', () => {
  expect(partOf(planContext(program, roadmap), task, member)).toBe('eligible');
  expect(partOf(planContext(without(member, null), roadmap), task, member)).toBeNull();
  expect(partOf(planContext(without(member, other.id), roadmap), task, member)).toBeNull();
  // Who has it in hand has it, whatever seat they have: a substitute may come from elsewhere.
  expect(partOf(planContext(without(member, null), roadmap), { ...task, owner: member }, member)).toBe(
    'owner',
  );
});
