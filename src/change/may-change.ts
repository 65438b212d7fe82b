import { CommandError } from '../client/types.ts';
import { parseTaskKey } from '../domain/keys.ts';
import { type PlanEdit, type Seat, seatsOf } from '../plan/index.ts';
import type { Program } from '../roadmap/program-schema.ts';
import type { Facts } from './ports.ts';

/**
 * Whoever leads the program or one of its organizations changes everything. A team's lead and the leaders of its clinic
 * see to its people's absences and hands. Everybody sees to their own: being away, how they are written to, whom they
 * hand something to, and what they take on: what is for them too, or what one person does for all in their team.
 *
 * @throws CommandError `not_yours`
 */
export function mayChange(facts: Facts, edit: PlanEdit | null, by: string): void {
  const { program } = facts.context;
  const leads = [program.lead, ...program.organizations.flatMap(({ leaders }) => leaders)];
  if (leads.includes(by)) return;
  if (edit !== null && (isOwn(edit, facts, by) || isOfLedTeam(edit, facts, by))) return;
  if (edit?.kind === 'reassign' && edit.task !== null && edit.to === by) {
    throw new CommandError('not_yours', notForThem(edit.task, facts, by));
  }
  throw new CommandError(
    'not_yours',
    `${by} does not lead program ${facts.context.programId}; ${[...new Set(leads)].join(', ')} may change it`,
  );
}

function isOwn(edit: PlanEdit, { tasks, context }: Facts, by: string): boolean {
  switch (edit.kind) {
    case 'absence':
    case 'profile':
      return edit.person === by;
    case 'reassign': {
      if (edit.task === null) return edit.from === by;
      const task = tasks.find(({ key }) => key === edit.task);
      if (task === undefined) return false;
      return (
        task.owner === by ||
        (edit.to === by && (task.eligible.includes(by) || isForTeamOf(task.key, context.program, by)))
      );
    }
    default:
      return false;
  }
}

/** Why somebody may not take a task in hand, and who may. */
function notForThem(key: string, { context: { program }, tasks }: Facts, by: string): string {
  const task = tasks.find((each) => each.key === key);
  if (task === undefined) return `there is no open task ${key} that ${by} could take`;
  const own = parseTaskKey(key)?.person;
  const others = own ? '' : `, and whoever works in team ${task.team} may take it`;
  const lead = program.teams.find(({ id }) => id === task.team)?.lead ?? program.lead;
  return `task ${key} is not for ${by}: it is for ${task.eligible.join(', ')}${others}; ${[...new Set([lead, program.lead])].join(' or ')} may hand it over`;
}

/** Whether a task is one that one person does for all of a team in which somebody has a part. Advisors are asked, and ask for nothing. */
function isForTeamOf(key: string, { teams }: Program, person: string): boolean {
  const task = parseTaskKey(key);
  const team = teams.find(({ id }) => id === task?.team);
  if (team === undefined || task === null || task.person !== null) return false;
  return [team.lead, ...team.members, ...team.staff, ...team.peerProviders].includes(person);
}

function isOfLedTeam(edit: PlanEdit, { context: { program } }: Facts, by: string): boolean {
  const teams = teamsOf(edit, program);
  const led = new Set(program.teams.filter((team) => leadsTeam(program, team.id, by)).map(({ id }) => id));
  return teams.length > 0 && teams.every((team) => led.has(team));
}

function leadsTeam({ teams, clinics }: Program, id: string, by: string): boolean {
  const team = teams.find((each) => each.id === id);
  const clinic = clinics.find((each) => each.id === team?.clinic);
  return team?.lead === by || clinic?.leaders.includes(by) === true;
}

/** The teams that an edit is about, where it is about teams only; else empty. */
function teamsOf(edit: PlanEdit, program: Program): string[] {
  const teamsAlone = (seats: readonly Seat[]): string[] =>
    seats.every((seat) => 'team' in seat) ? seats.flatMap((seat) => ('team' in seat ? [seat.team] : [])) : [];
  switch (edit.kind) {
    case 'absence':
    case 'profile':
      return teamsAlone(seatsOf(program, edit.person));
    case 'reassign': {
      const team = edit.task === null ? edit.scope.team : parseTaskKey(edit.task)?.team;
      return team === undefined ? [] : [team];
    }
    default:
      return [];
  }
}
