import type { Role } from '../../src/domain/roles.ts';
import type { Roadmap, Step } from '../../src/roadmap/roadmap-schema.ts';
import {
  anchorOf,
  fixedRules,
  monthNumber,
  parseMonths,
  type Placed,
  placedSteps,
} from '../../src/roadmap/rules.ts';

type Kind = Step['kind'];
type TrackId = 'partnering' | 'shared-decisions' | 'experience';

/** One thing that a requirement asks for: a step of one of these kinds that reaches all of these roles. */
interface Need {
  readonly kinds: readonly Kind[];
  readonly roles: readonly Role[];
}

/** What the program outline asks for under one id, read independently of the roadmap file. */
export interface Requirement {
  readonly id: string;
  readonly tracks: readonly TrackId[];
  readonly months: string;
  /** True where it goes on throughout its months, and not only once in them. */
  readonly throughout: boolean;
  readonly needs: readonly Need[];
}

const team: readonly Role[] = ['team_lead', 'member'];
const clinicTeam: readonly Role[] = ['team_lead', 'member', 'staff'];
const leaders: readonly Role[] = ['org_leader', 'clinic_leader'];
const everyone: readonly Role[] = [...leaders, ...clinicTeam, 'program_lead', 'advisor', 'peer_provider'];

const need = (kinds: Kind | readonly Kind[], roles: Role | readonly Role[]): Need => ({
  kinds: [kinds].flat(),
  roles: [roles].flat(),
});

const row = (
  id: number,
  tracks: TrackId | readonly TrackId[],
  months: string,
  needs: readonly Need[],
  throughout = false,
): Requirement => ({
  id: `PWP-${String(id).padStart(2, '0')}`,
  tracks: [tracks].flat(),
  months,
  throughout,
  needs,
});

const during = true;

export const requirements: readonly Requirement[] = [
  row(1, 'partnering', 'M0-M3', [
    need('training', leaders),
    need('training', team),
    need('task', 'team_lead'),
  ]),
  row(2, 'partnering', 'M0-M3', [
    need('event', everyone),
    need('task', 'program_lead'),
    need('task', 'team_lead'),
  ]),
  row(3, 'partnering', 'M3-M7', [
    need('training', team),
    need('meeting', team),
    need('milestone', 'team_lead'),
  ]),
  row(4, 'partnering', 'M3-M7', [need('task', [...team, 'advisor']), need('meeting', ['member', 'advisor'])]),
  row(5, 'partnering', 'M3-M7', [need('task', team), need('milestone', 'team_lead')]),
  row(6, 'partnering', 'M3-M7', [need('task', [...team, 'advisor'])]),
  row(7, 'partnering', 'M3-M7', [need('meeting', 'advisor')], during),
  row(
    8,
    'partnering',
    'M3-M7',
    [need('meeting', ['advisor', 'team_lead']), need('task', 'team_lead')],
    during,
  ),
  row(9, 'partnering', 'M3-M7', [need('task', [...team, 'advisor']), need('meeting', [...team, 'advisor'])]),
  row(10, 'partnering', 'M3-M7', [need('task', team)], during),
  row(11, 'partnering', 'M12-M24', [need('event', everyone), need('task', 'program_lead')]),
  row(12, 'partnering', 'M12-M24', [need('task', team)]),
  row(13, 'partnering', 'M12-M24', [need('task', team)]),
  row(14, 'shared-decisions', 'M3-M7', [need('training', clinicTeam)]),
  ...[15, 16, 17, 18, 19, 20].map((id) =>
    row(id, 'shared-decisions', 'M3-M7', [need('training', clinicTeam)]),
  ),
  row(21, 'shared-decisions', 'M12-M19', [need(['task', 'counts'], team)]),
  row(22, 'shared-decisions', 'M12-M19', [need('task', team)]),
  row(23, 'experience', 'M0-M3', [need('training', clinicTeam), need('training', leaders)]),
  row(24, 'experience', 'M0-M3', [need('event', everyone)]),
  row(25, 'experience', 'M0-M3', [need('training', clinicTeam)]),
  row(26, 'experience', 'M3-M7', [need('training', clinicTeam), need('training', leaders)]),
  row(27, 'experience', 'M3-M24', [need('task', clinicTeam), need('automatic', 'team_lead')], during),
  row(28, 'experience', 'M3-M24', [need('task', clinicTeam), need('automatic', 'team_lead')], during),
  row(29, 'experience', 'M3-M24', [need('task', 'team_lead')], during),
  row(30, 'experience', 'M3-M24', [need('task', 'team_lead')], during),
  row(31, 'experience', 'M3-M19', [need('counts', 'team_lead'), need('task', 'team_lead')], during),
  row(33, 'experience', 'M3-M24', [need('task', 'team_lead')], during),
  row(34, 'experience', 'M12-M19', [need('task', 'team_lead')], during),
  row(35, 'experience', 'M12-M19', [
    need(['task', 'meeting'], ['advisor', 'peer_provider']),
    need('task', ['team_lead', 'advisor']),
  ]),
  row(36, 'experience', 'M12-M19', [
    need('meeting', [...clinicTeam]),
    need('training', ['team_lead', 'staff']),
  ]),
  row(37, 'experience', 'M12-M19', [need('task', leaders)], during),
  row(38, 'experience', 'M12-M19', [need('task', 'org_leader'), need('task', 'clinic_leader')], during),
  row(39, 'experience', 'M12-M19', [need('milestone', 'org_leader')]),
  row(40, 'experience', 'M12-M19', [need('milestone', 'org_leader'), need('task', 'clinic_leader')]),
  row(41, 'experience', 'M3-M7', [need('task', 'team_lead')], during),
  row(42, ['shared-decisions', 'experience'], 'M3-M24', [
    need('training', clinicTeam),
    need('task', 'team_lead'),
  ]),
];

/** The months in which a step happens, as its rules or its repeating say. */
function monthsOf(placed: Placed, all: readonly Placed[]): readonly number[] {
  const { first, last } = placed.months;
  if (placed.rhythm !== 'once') return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return fixedRules(placed.step)
    .filter(({ key }) => key !== 'opens')
    .flatMap(({ rule }) => {
      if ('month' in rule && rule.month !== undefined) return [monthNumber(rule.month)];
      if ('afterLaunch' in rule) return [0];
      const anchor = all.find(({ step }) => step.id === anchorOf(rule));
      return anchor ? monthsOf(anchor, all) : [];
    });
}

/** What the steps that cite a requirement leave open; empty where it is answered. */
export function unmet(
  roadmap: Roadmap,
  { id, tracks, months, throughout, needs }: Requirement,
): readonly string[] {
  const all = placedSteps(roadmap);
  const wanted = parseMonths(months);
  const inPeriod = all.filter((placed) => {
    if (!placed.step.sources.includes(id) || !tracks.includes(placed.step.track as TrackId)) return false;
    const own = monthsOf(placed, all).filter((month) => wanted.first <= month && month <= wanted.last);
    return own.length > 0;
  });
  const goesOn = (placed: Placed): boolean =>
    placed.rhythm !== 'once' && placed.months.first <= wanted.first && wanted.last <= placed.months.last;
  const open = needs
    .filter(
      ({ kinds, roles }) =>
        !inPeriod.some(
          ({ step }) => kinds.includes(step.kind) && roles.every((role) => step.audience.includes(role)),
        ),
    )
    .map(({ kinds, roles }) => `${id}: no ${kinds.join(' or ')} in ${months} for ${roles.join(', ')}`);
  return throughout && !inPeriod.some(goesOn)
    ? [...open, `${id}: nothing goes on throughout ${months}`]
    : open;
}
