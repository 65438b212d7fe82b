import { duplicateIds, type Finding, type Path } from './findings.ts';
import type { Person, Program, Team } from './program-schema.ts';
import { didYouMean } from './suggest.ts';

/** A place in the file that names a person. */
interface Mention {
  readonly person: string;
  readonly path: Path;
}

const listed = (people: readonly string[], at: Path): readonly Mention[] =>
  people.map((person, i) => ({ person, path: [...at, i] }));

/** The paid people of a team: those who may be an advisor’s liaison. */
const paid = (team: Team): readonly string[] => [
  team.lead,
  ...team.members,
  ...team.staff,
  ...team.peerProviders,
];

function mentionsOfTeam(team: Team, at: Path): readonly Mention[] {
  return [
    { person: team.lead, path: [...at, 'lead'] },
    ...listed(team.members, [...at, 'members']),
    ...listed(team.staff, [...at, 'staff']),
    ...listed(team.peerProviders, [...at, 'peerProviders']),
    ...team.advisors.flatMap(({ person, liaison }, i) => [
      { person, path: [...at, 'advisors', i, 'person'] },
      { person: liaison, path: [...at, 'advisors', i, 'liaison'] },
    ]),
  ];
}

const mentionsOf = (program: Program): readonly Mention[] => [
  { person: program.lead, path: ['lead'] },
  ...program.organizations.flatMap(({ leaders }, i) => listed(leaders, ['organizations', i, 'leaders'])),
  ...program.clinics.flatMap(({ leaders }, i) => listed(leaders, ['clinics', i, 'leaders'])),
  ...program.teams.flatMap((team, i) => mentionsOfTeam(team, ['teams', i])),
  ...listed(program.survey?.comments === undefined ? [] : [program.survey.comments.reader], [
    'survey',
    'comments',
    'reader',
  ]).map((mention) => ({ ...mention, path: mention.path.slice(0, -1) })),
];

function checkKnown(mentions: readonly Mention[], people: readonly Person[]): readonly Finding[] {
  const known = new Set(people.map(({ id }) => id));
  return mentions
    .filter(({ person }) => !known.has(person))
    .map(({ person, path }) => ({
      path,
      value: person,
      problem: 'there is no such person',
      fix: didYouMean(person, known, 'Add this person to `people`, with an id, a name and an email.'),
    }));
}

function checkEmails(people: readonly Person[]): readonly Finding[] {
  const owners = new Map<string, Person>();
  return people.flatMap((person, i) => {
    const address = person.email.toLowerCase();
    const owner = owners.get(address);
    if (owner === undefined) {
      owners.set(address, person);
      return [];
    }
    return [
      {
        path: ['people', i, 'email'],
        value: person.email,
        problem: `${owner.name} (${owner.id}) and ${person.name} (${person.id}) have the same address`,
        fix: 'Give each their own address; if this is one person, keep one entry and use its id everywhere.',
      },
    ];
  });
}

const checkChannels = (people: readonly Person[]): readonly Finding[] =>
  people.flatMap(({ id, channel, webhook }, i) =>
    channel !== 'webhook' || webhook !== undefined
      ? []
      : [
          {
            path: ['people', i, 'channel'],
            value: channel,
            problem: `${id} is to be written to in a chat, but no chat is named`,
            fix: 'Add `webhook: https://...`, the address that the chat gave you, or leave `channel` out.',
          },
        ],
  );

function checkAdvisors(team: Team, at: Path): readonly Finding[] {
  const own = paid(team);
  return team.advisors.flatMap(({ person, liaison }, i) => {
    const path = [...at, 'advisors', i];
    const findings: Finding[] = [];
    if (own.includes(person)) {
      findings.push({
        path: [...path, 'person'],
        value: person,
        problem: `${person} works in team ${team.id} and cannot be its volunteer advisor too`,
        fix: 'Keep one of the two.',
      });
    }
    if (liaison === person) {
      const fix = `Name someone else of the team, such as ${team.lead}.`;
      findings.push({
        path: [...path, 'liaison'],
        value: liaison,
        problem: 'an advisor cannot be their own liaison',
        fix,
      });
    } else if (!own.includes(liaison)) {
      findings.push({
        path: [...path, 'liaison'],
        value: liaison,
        problem: `the liaison of ${person} is not one of the people of team ${team.id}`,
        fix: `Name its lead, a member, staff or a peer provider, such as ${team.lead}.`,
      });
    }
    return findings;
  });
}

function checkTwice(people: readonly string[], at: Path): readonly Finding[] {
  return people.flatMap((person, i) =>
    people.indexOf(person) < i
      ? [
          {
            path: [...at, i],
            value: person,
            problem: 'this person is listed twice',
            fix: 'Keep one of the two.',
          },
        ]
      : [],
  );
}

const checkTeam = (team: Team, at: Path): readonly Finding[] => [
  ...checkTwice(team.members, [...at, 'members']),
  ...checkTwice(team.staff, [...at, 'staff']),
  ...checkTwice(team.peerProviders, [...at, 'peerProviders']),
  ...checkTwice(
    team.advisors.map(({ person }) => person),
    [...at, 'advisors'],
  ),
  ...checkAdvisors(team, at),
];

/** People who exist once, are known wherever they are named, and stand in a team in one way. */
export function checkPeople(program: Program): readonly Finding[] {
  return [
    ...duplicateIds('person', program.people, ['people']),
    ...checkEmails(program.people),
    ...checkChannels(program.people),
    ...checkKnown(mentionsOf(program), program.people),
    ...program.teams.flatMap((team, i) => checkTeam(team, ['teams', i])),
  ];
}

/** People of the file who have no part in the program. */
export function unusedPeople(program: Program): readonly Person[] {
  const used = new Set(mentionsOf(program).map(({ person }) => person));
  return program.people.filter(({ id }) => !used.has(id));
}
