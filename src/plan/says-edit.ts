import { type OwnRules, type PlanEdit, type RoadmapEdit, saysScope, saysShift, type Seat } from './edits.ts';

/** What a change does, as a heading; one that takes another back names it. */
export const saysChange = (edit: PlanEdit | { readonly undoes: string }): string =>
  'undoes' in edit ? `Take back ${edit.undoes}` : saysEdit(edit);

/** What an edit does, as a heading: `Move team harbor-family 14 days later`. People by id. */
export function saysEdit(edit: PlanEdit): string {
  const where = saysScope(edit.scope);
  switch (edit.kind) {
    case 'shift':
      return `Move ${where} ${saysShift(edit.days)}`;
    case 'skip':
      return `Skip ${where}`;
    case 'rest':
      return `Rest ${edit.months.join(', ')} in ${where}`;
    case 'calendar':
      return saysDays(edit);
    case 'pause':
      return `Pause ${where}`;
    case 'resume':
      return edit.days === 0
        ? `Resume ${where}, dates as they are`
        : `Resume ${where}, ${saysShift(edit.days)}`;
    case 'people':
      return saysPeople(edit);
    case 'enrol': {
      const teams = edit.teams.map(({ id }) => id).join(', ');
      const clock = edit.clock === 'program' ? 'in the months of the program' : 'with a month 0 of its own';
      return `Enrol team ${teams} from ${edit.from}, ${clock}`;
    }
    case 'withdraw':
      return `Withdraw ${where}: ${edit.reason}`;
    case 'profile':
      return `Write to ${edit.person} in another way: ${Object.keys(edit.set).join(', ')}`;
    case 'absence': {
      const cover = edit.cover === null ? '' : `; ${edit.cover} covers`;
      return `${edit.person} is away from ${edit.from} to ${edit.until}${cover}`;
    }
    case 'reassign':
      return edit.task === null
        ? `Hand what ${edit.from} does in ${where} to ${edit.to}`
        : `Hand ${edit.task} to ${edit.to}`;
    case 'amend':
      return saysAmendment(edit);
    case 'tailor':
      return `${where}: ${saysRules(edit.set).join('; ')}`;
    case 'confirm':
      return `Send what change ${edit.amendment} holds back`;
  }
}

function saysPeople({ join, take, leave }: Extract<PlanEdit, { kind: 'people' }>): string {
  const parts = [
    ...join.map(({ id }) => `${id} joins`),
    ...take.map(({ person, seat }) => `${person} becomes ${saysSeat(seat)}`),
    ...leave.map(({ person, seat }) => `${person} is no longer ${saysSeat(seat)}`),
  ];
  return parts.join('; ');
}

function saysAmendment({ head, kept, ends }: Extract<RoadmapEdit, { kind: 'amend' }>): string {
  const stays = kept.length === 0 ? '' : `; as before: ${kept.join(', ')}`;
  const over = ends.length === 0 ? '' : `; in place of ${ends.join(', ')}`;
  return `Follow roadmap ${head.id} ${head.version}${stays}${over}`;
}

/** `due { day: 20 }`, as a roadmap file has it. */
const saysRule = (rule: object): string =>
  `{ ${Object.entries(rule)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? saysRule(value as object) : value}`)
    .join(', ')} }`;

function saysRules({ due, opens, reminders }: OwnRules): string[] {
  return [
    ...(due === undefined ? [] : [`due ${saysRule(due)}`]),
    ...(opens === undefined ? [] : [`opens ${saysRule(opens)}`]),
    ...(reminders === undefined
      ? []
      : [reminders.length === 0 ? 'no reminders' : `reminders ${reminders.join(', ')} before`]),
  ];
}

function saysDays({ calendar, holidays, workdays }: Extract<PlanEdit, { kind: 'calendar' }>): string {
  const count = (n: number, what: string): string[] =>
    n === 0 ? [] : [n === 1 ? `1 ${what}` : `${n} ${what}s`];
  return `Add ${[...count(holidays.length, 'holiday'), ...count(workdays.length, 'working day')].join(' and ')} to calendar ${calendar}`;
}

/** `member of team maple`, `leader of clinic harbor` */
function saysSeat(seat: Seat): string {
  switch (seat.role) {
    case 'program_lead':
      return 'program lead';
    case 'org_leader':
      return `leader of organization ${seat.organization}`;
    case 'clinic_leader':
      return `leader of clinic ${seat.clinic}`;
    case 'team_lead':
      return `lead of team ${seat.team}`;
    case 'advisor':
      return `advisor of team ${seat.team} (liaison ${seat.liaison})`;
    default:
      return `${seat.role.replace('_', ' ')} of team ${seat.team}`;
  }
}
