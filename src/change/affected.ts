import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { PlanContext, PlanEdit } from '../plan/index.ts';

/** The edits that only one of two plans has. */
export function differing(before: PlanContext, after: PlanContext): readonly PlanEdit[] {
  const [a, b] = [before, after].map(({ edits }) => new Set(edits.map(({ change }) => change))) as [
    Set<string>,
    Set<string>,
  ];
  return [
    ...before.edits.filter(({ change }) => !b.has(change)),
    ...after.edits.filter(({ change }) => !a.has(change)),
  ];
}

/** Everyone whose part, hands or hours an edit changes. */
function peopleIn(edit: PlanEdit): readonly string[] {
  switch (edit.kind) {
    case 'people':
      return [...edit.join.map(({ id }) => id), ...[...edit.take, ...edit.leave].map(({ person }) => person)];
    case 'profile':
      return [edit.person];
    case 'absence':
      return [edit.person, ...(edit.cover === null ? [] : [edit.cover])];
    case 'reassign':
      return [edit.to, ...(edit.from === null ? [] : [edit.from])];
    default:
      return [];
  }
}

/** Everyone in a team that joins or leaves, and who leads a place that comes with it. */
function peopleOfTeams(
  edit: Extract<PlanEdit, { kind: 'enrol' | 'withdraw' }>,
  contexts: readonly PlanContext[],
): readonly string[] {
  const ids = new Set(edit.kind === 'enrol' ? edit.teams.map(({ id }) => id) : [edit.scope.team]);
  const teams = contexts.flatMap(({ program }) => program.teams.filter(({ id }) => ids.has(id)));
  return [
    ...teams.flatMap((team) => [team.lead, ...team.members, ...team.staff, ...team.peerProviders]),
    ...teams.flatMap(({ advisors }) => advisors.map(({ person }) => person)),
    ...(edit.kind === 'enrol'
      ? [...edit.organizations, ...edit.clinics].flatMap(({ leaders }) => leaders)
      : []),
  ];
}

/** Teams (and PROGRAM_SCOPE) whose tasks or messages may be other ones though their dates are the same. */
export function affectedTeams(before: PlanContext, after: PlanContext): ReadonlySet<string> {
  const affected = new Set<string>();
  for (const edit of differing(before, after)) {
    if (edit.kind === 'calendar') {
      // A holiday also closes the hours of everyone who works by that calendar.
      for (const each of everyTeam(after)) affected.add(each);
      continue;
    }
    if (edit.kind === 'pause' || edit.kind === 'resume') {
      const { team } = edit.scope;
      for (const each of team === undefined ? everyTeam(after) : [team]) affected.add(each);
      continue;
    }
    const people = new Set(
      edit.kind === 'enrol' || edit.kind === 'withdraw'
        ? peopleOfTeams(edit, [before, after])
        : peopleIn(edit),
    );
    if (people.size === 0) continue;
    affected.add(PROGRAM_SCOPE);
    for (const context of [before, after]) for (const team of teamsOf(context, people)) affected.add(team);
  }
  return affected;
}

const everyTeam = ({ program }: PlanContext): string[] => [
  PROGRAM_SCOPE,
  ...program.teams.map(({ id }) => id),
];

/** The teams that any of these people is in, or that a task of theirs is brought to them from. */
function teamsOf({ program }: PlanContext, people: ReadonlySet<string>): string[] {
  const any = (ids: readonly string[]): boolean => ids.some((id) => people.has(id));
  if (people.has(program.lead)) return program.teams.map(({ id }) => id);
  const clinics = new Map(program.clinics.map((clinic) => [clinic.id, clinic]));
  const led = new Set(program.organizations.filter(({ leaders }) => any(leaders)).map(({ id }) => id));
  return program.teams
    .filter((team) => {
      const clinic = clinics.get(team.clinic);
      return (
        any([team.lead, ...team.members, ...team.staff, ...team.peerProviders]) ||
        any(team.advisors.map(({ person }) => person)) ||
        (clinic !== undefined && (any(clinic.leaders) || led.has(clinic.organization)))
      );
    })
    .map(({ id }) => id);
}
