import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { checkPeople } from './check-people.ts';
import { checkSurvey } from './check-survey.ts';
import { duplicateIds, type Finding, type Path } from './findings.ts';
import type { Program } from './program-schema.ts';
import type { Roadmap } from './roadmap-schema.ts';
import { parseMonths } from './rules.ts';
import { didYouMean, nearest } from './suggest.ts';

/** Whether the pinned zone rules know a zone by this name. */
export type IsZone = (name: string) => boolean;

function reference(
  what: string,
  named: string | undefined,
  known: readonly string[],
  path: Path,
): readonly Finding[] {
  if (named === undefined || known.includes(named)) return [];
  const fix = didYouMean(named, known, `Add a ${what} with this id.`);
  return [{ path, value: named, problem: `there is no such ${what}`, fix }];
}

function zone(name: string | undefined, path: Path, isZone: IsZone): readonly Finding[] {
  if (name === undefined || isZone(name)) return [];
  const near = nearest(name, Intl.supportedValuesOf('timeZone').filter(isZone));
  const fix =
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Use an IANA name such as America/New_York.';
  return [{ path, value: name, problem: 'there is no such time zone', fix }];
}

function checkZones({ zone: own, clinics, teams, people }: Program, isZone: IsZone): readonly Finding[] {
  const of = (items: readonly { readonly zone?: string | undefined }[], list: string) =>
    items.flatMap((item, i) => zone(item.zone, [list, i, 'zone'], isZone));
  return [
    ...zone(own, ['zone'], isZone),
    ...of(clinics, 'clinics'),
    ...of(teams, 'teams'),
    ...of(people, 'people'),
  ];
}

function checkPlaces({ calendar, calendars, organizations, clinics, teams }: Program): readonly Finding[] {
  const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
  const [calendarIds, organizationIds, clinicIds] = [ids(calendars), ids(organizations), ids(clinics)];
  return [
    ...duplicateIds('calendar', calendars, ['calendars']),
    ...duplicateIds('organization', organizations, ['organizations']),
    ...duplicateIds('clinic', clinics, ['clinics']),
    ...duplicateIds('team', teams, ['teams']),
    ...reference('calendar', calendar, calendarIds, ['calendar']),
    ...clinics.flatMap((clinic, i) => [
      ...reference('organization', clinic.organization, organizationIds, ['clinics', i, 'organization']),
      ...reference('calendar', clinic.calendar, calendarIds, ['clinics', i, 'calendar']),
    ]),
    ...teams.flatMap((team, i) => [
      ...reference('clinic', team.clinic, clinicIds, ['teams', i, 'clinic']),
      ...reference('calendar', team.calendar, calendarIds, ['teams', i, 'calendar']),
      ...reserved(team.id, ['teams', i, 'id']),
    ]),
  ];
}

const reserved = (id: string, path: Path): readonly Finding[] =>
  id === PROGRAM_SCOPE
    ? [
        {
          path,
          value: id,
          problem: `"${PROGRAM_SCOPE}" stands for the whole program and cannot be a team`,
          fix: 'Give the team another id.',
        },
      ]
    : [];

function checkRest({ rest }: Program, { months }: Roadmap): readonly Finding[] {
  return rest.flatMap((range, i) => {
    const { first, last } = parseMonths(range);
    const path = ['rest', i];
    if (last < first) {
      const fix = `Write it as M${last}-M${first}.`;
      return [{ path, value: range, problem: 'this rest ends before it begins', fix }];
    }
    return last < months
      ? []
      : [
          {
            path,
            value: range,
            problem: `the roadmap has no such month; it runs from M0 to M${months - 1}`,
            fix: 'Shorten the rest or take it out.',
          },
        ];
  });
}

/** Everything in a program that its schema cannot see: references, people, zones, rest. */
export const checkProgram = (program: Program, roadmap: Roadmap, isZone: IsZone): readonly Finding[] => [
  ...checkPlaces(program),
  ...checkPeople(program),
  ...checkZones(program, isZone),
  ...checkRest(program, roadmap),
  ...checkSurvey(program),
];
