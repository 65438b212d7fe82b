import { type Program, programSchema } from '../../src/roadmap/program-schema.ts';

export const LAUNCH = '2027-01-11';
/** The most that a program of this size is promised to be fast with. */
const CALENDARS = 20;
const TEAMS_OF_A_CLINIC = 10;
const CLINICS_OF_AN_ORGANIZATION = 5;

const zones = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Puerto_Rico',
];

/** Parts of a team: twelve people, ten of them staff. */
const parts = ['lead', 'm1', 'm2', 'm3', 'm4', 'm5', 's1', 's2', 's3', 's4', 'a1', 'a2'] as const;

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** Numbers that look like chance and are the same every time. */
const scattered = (index: number): number => Math.imul(index + 1, 2_654_435_761) >>> 8;

/**
 * Invented teams over six zones and twenty calendars. One person in eight has quiet hours of their own, one in ten a
 * daily digest, one in twenty a weekly one, one in twenty days off.
 */
export function manyTeams(count: number): Program {
  const clinics = Math.ceil(count / TEAMS_OF_A_CLINIC);
  const organizations = Math.ceil(clinics / CLINICS_OF_AN_ORGANIZATION);
  const teams = Array.from({ length: count }, (_, index) => `team-${index + 1}`);
  const people = [
    'lead',
    ...numbered('org', organizations).map((id) => `${id}-leader`),
    ...numbered('clinic', clinics).map((id) => `${id}-leader`),
    ...teams.flatMap((team) => parts.map((part) => `${team}-${part}`)),
  ];
  return programSchema.parse({
    id: 'many-teams',
    title: 'Many invented teams',
    roadmap: 'partner-with-patients-phase-1',
    launch: LAUNCH,
    zone: 'America/New_York',
    calendar: 'calendar-1',
    quiet: { from: '19:00', to: '07:00' },
    equityAim: 'None: this is a measurement.',
    lead: 'lead',
    calendars: numbered('calendar', CALENDARS).map((id, index) => ({
      id,
      extends: 'us-federal',
      holidays: [
        { date: '2027-11-26', name: 'Day after Thanksgiving' },
        { date: `2027-${pick(['03', '05', '08', '10'], index)}-${10 + index}`, name: 'Clinic day' },
      ],
    })),
    organizations: numbered('org', organizations).map((id) => ({ id, name: id, leaders: [`${id}-leader`] })),
    clinics: numbered('clinic', clinics).map((id, index) => ({
      id,
      organization: `org-${Math.floor(index / CLINICS_OF_AN_ORGANIZATION) + 1}`,
      name: id,
      leaders: [`${id}-leader`],
      calendar: `calendar-${(index % CALENDARS) + 1}`,
      zone: pick(zones, index % CALENDARS),
    })),
    teams: teams.map((id, index) => ({
      id,
      clinic: `clinic-${Math.floor(index / TEAMS_OF_A_CLINIC) + 1}`,
      name: id,
      lead: `${id}-lead`,
      members: ['m1', 'm2', 'm3', 'm4', 'm5'].map((part) => `${id}-${part}`),
      staff: ['s1', 's2', 's3', 's4'].map((part) => `${id}-${part}`),
      advisors: ['a1', 'a2'].map((part) => ({ person: `${id}-${part}`, liaison: `${id}-lead` })),
    })),
    people: people.map((id, index) => ({
      id,
      name: `Person ${id}`,
      email: `${id}@many.example`,
      ...habits(scattered(index)),
    })),
  });
}

function habits(chance: number) {
  const digest = chance % 20;
  return {
    language: chance % 3 === 0 ? 'es' : 'en',
    ...((chance >> 5) % 8 === 0 ? { quiet: pick([EARLY, LATE], chance >> 9) } : {}),
    ...(digest < 2 ? { delivery: 'daily' } : digest === 2 ? { delivery: 'weekly' } : {}),
    ...((chance >> 11) % 20 === 0 ? { daysOff: [`2027-0${1 + ((chance >> 13) % 9)}-1${chance % 9}`] } : {}),
  };
}

const EARLY = { from: '17:00', to: '06:00' };
const LATE = { from: '21:00', to: '09:00' };

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
