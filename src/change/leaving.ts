import { CommandError } from '../client/types.ts';
import { seatsOf, type Seat, type SeatChange } from '../plan/index.ts';
import type { Program, Team } from '../roadmap/program-schema.ts';

const isLead = ({ role }: Seat): boolean => role === 'team_lead' || role === 'program_lead';

const worksIn = (team: Team, person: string): boolean =>
  [team.lead, ...team.members, ...team.staff, ...team.peerProviders].includes(person);

/**
 * The seats that change when somebody leaves: their own, which a successor takes, and the care for advisors, which goes
 * to the successor where they work in the team, and else to its lead.
 *
 * @throws CommandError where a lead names no successor, or the person has no seat
 */
export function leaving(
  program: Program,
  person: string,
  successor: string | null,
): { readonly take: SeatChange[]; readonly leave: SeatChange[] } {
  const seats = seatsOf(program, person);
  if (seats.length === 0) {
    throw new CommandError('invalid_answer', `${person} has no part in ${program.id} that they could leave`);
  }
  const led = seats.filter(isLead);
  if (successor === null && led.length > 0) {
    const what = led
      .map((seat) => ('team' in seat ? `team ${seat.team}` : `program ${program.id}`))
      .join(', ');
    throw new CommandError(
      'invalid_answer',
      `${person} leads ${what}; say who succeeds them with --to PERSON`,
    );
  }
  const take: SeatChange[] =
    successor === null
      ? []
      : seats.flatMap((seat) => (takesOver(program, seat, successor) ? [{ person: successor, seat }] : []));
  return {
    take: [...take, ...caredFor(program, person, successor)],
    leave: seats.map((seat) => ({ person, seat })),
  };
}

/** A successor who has a part in the team already keeps it, and takes only what nobody else could have. */
function takesOver({ teams }: Program, seat: Seat, successor: string): boolean {
  if (!('team' in seat) || isLead(seat)) return true;
  const team = teams.find(({ id }) => id === seat.team);
  return (
    team !== undefined &&
    !worksIn(team, successor) &&
    !team.advisors.some(({ person }) => person === successor)
  );
}

function caredFor({ teams }: Program, person: string, successor: string | null): SeatChange[] {
  return teams.flatMap((team) => {
    const lead = team.lead === person ? successor : team.lead;
    const inTeam = successor !== null && (worksIn(team, successor) || worksIn(team, person));
    const liaison = inTeam ? successor : lead;
    return team.advisors
      .filter((advisor) => advisor.liaison === person && advisor.person !== person)
      .flatMap((advisor) =>
        liaison === null
          ? []
          : [{ person: advisor.person, seat: { team: team.id, role: 'advisor' as const, liaison } }],
      );
  });
}
