import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { openDesk } from '../../src/connect/desk.ts';
import { openDoor } from '../../src/connect/door.ts';
import {
  type Action,
  may,
  type Place,
  type PlaceOf,
  policy,
  type Viewpoint,
} from '../../src/domain/policy.ts';
import { clinicPlace, organizationPlace, partOf, type Seats, teamPlace } from '../../src/domain/standings.ts';
import { CommandError } from '../../src/client/types.ts';
import { openAdministration } from '../../src/portal/admin/administration.ts';
import { access } from '../../src/portal/access.ts';
import { createPortal } from '../../src/portal/app.tsx';
import { openPlaces } from '../../src/portal/door/places.ts';
import { keptPlans } from '../../src/portal/feed/plans.ts';
import { openProgramChanges } from '../../src/portal/changes/changes.ts';
import { openPrograms } from '../../src/portal/programs/programs.ts';
import { openTasks } from '../../src/portal/tasks/tasks.ts';
import { openBoards } from '../../src/portal/team/boards.ts';
import { openReader } from '../../src/read/connection.ts';
import { isZone } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { testDatabase } from '../harness/database.ts';
import { subscriptionsOf } from '../portal-pure/portal.ts';
import { surveysOf } from '../portal-pure/surveys.ts';
import { launched, READER, withComments } from '../survey/world.ts';
import { linkFor, programOf } from './doors.ts';

const database = await testDatabase();
const pool = createPool(database.url, { max: 8 });
const reader = openReader(database.url, { connections: 4 });
const door = openDoor({
  databaseUrl: database.url,
  smtpUrl: 'smtp://127.0.0.1:1',
  mailFrom: 'partners@clinic.example',
  publicUrl: new URL('http://127.0.0.1'),
  trouble: () => undefined,
});
const planOf = keptPlans(reader);
const places = openPlaces(reader, planOf);
const desk = openDesk(database.url);
afterAll(() => Promise.all([pool.end(), reader.close(), door.close(), desk.close()]));

const nobodyActs = { use: () => Promise.reject(new Error('nobody acts here')), close: async () => undefined };

const app = createPortal(
  {
    calendars: { find: async () => null },
    subscriptions: subscriptionsOf({}).port,
    surveys: surveysOf().surveys,
    boards: openBoards(reader, planOf),
    administration: openAdministration({
      reader,
      planOf,
      session: { use: () => Promise.reject(new CommandError('unavailable', 'nothing runs here')) },
      desk,
      ui: null,
    }),
    programs: openPrograms(reader, planOf),
    changes: openProgramChanges({ reader, planOf, session: nobodyActs, isAway: () => false }),
    tasks: openTasks({
      reader,
      planOf: keptPlans(reader),
      session: nobodyActs,
      drafts: { keep: async () => undefined, clear: async () => undefined },
      isAway: () => false,
    }),
    door,
    places,
    ready: async () => undefined,
    isAway: () => false,
    log: { info: () => undefined, error: () => undefined },
    now: (() => {
      let now = 0;
      return () => (now += 600_000);
    })(),
  },
  { publicUrl: new URL('http://127.0.0.1'), proxies: 0 },
);

const { program } = loadProgram('examples/two-teams.yaml', { isZone });
const seats: Seats = program;
const team = program.teams[0]!;
const otherTeam = program.teams[1]!;
const emailOf = (id: string): string => program.people.find((person) => person.id === id)!.email;

/** One person of each part, by what they are; somebody who is in another program only; and who runs the system. */
const roles: Readonly<Record<string, string | null>> = {
  nobody: null,
  'program lead': emailOf(program.lead),
  'leader of the organization': emailOf(program.organizations[0]!.leaders[0]!),
  'leader of the clinic': emailOf(program.clinics[0]!.leaders[0]!),
  'lead of the team': emailOf(team.lead),
  ...Object.fromEntries(team.members.slice(0, 1).map((id) => ['member of the team', emailOf(id)])),
  ...Object.fromEntries(team.staff.slice(0, 1).map((id) => ['staff of the team', emailOf(id)])),
  ...Object.fromEntries(
    team.advisors.slice(0, 1).map(({ person }) => ['advisor of the team', emailOf(person)]),
  ),
  ...Object.fromEntries(team.peerProviders.slice(0, 1).map((id) => ['peer provider', emailOf(id)])),
  'lead of another team': emailOf(otherTeam.lead),
  'reader of comments': emailOf(READER),
  'somebody of another program': 'zoe@elsewhere.example',
  administrator: 'root@clinic.example',
};

const cookies = new Map<string, Record<string, string>>();
const viewpoints = new Map<string, Viewpoint>();

beforeAll(async () => {
  await launched(database.url, withComments);
  await programOf(pool, 'elsewhere', { zoe: 'zoe@elsewhere.example' });
  const elsewhere = { id: 'elsewhere', lead: 'zoe', organizations: [], clinics: [], teams: [] };
  await pool.query(
    `INSERT INTO plan_version (program_id, version, definition, roadmap, roadmap_id, roadmap_version, roadmap_sha256, tzdata)
     SELECT 'elsewhere', 1, definition || $1, roadmap, roadmap_id, roadmap_version, roadmap_sha256, tzdata
       FROM plan_version WHERE program_id = $2`,
    [JSON.stringify(elsewhere), seats.id],
  );
  await pool.query(`INSERT INTO administrator (email) VALUES ('root@clinic.example')`);
  for (const [role, email] of Object.entries(roles)) {
    if (email === null) continue;
    const spent = await door.spend(await linkFor(pool, email), '');
    cookies.set(role, { Cookie: `milepost=${spent!.token}` });
    const own = program.people.find((person) => person.email === email);
    viewpoints.set(role, {
      parts: own === undefined ? [] : [partOf(seats, own.id, READER)],
      admin: role === 'administrator',
    });
  }
});

/** Every place of its kind in the program, and one that it does not have. */
function placesFor(
  at: Place['kind'],
  route: string,
): readonly (readonly [named: Record<string, string>, place: Place | null])[] {
  const own = { program: seats.id };
  switch (at) {
    case 'person':
      return program.people.map(({ id }) => [
        { ...own, person: id },
        { kind: 'person', ...own, person: id },
      ]);
    case 'team':
      return [...seats.teams.map(({ id }) => id), 'nowhere'].map((id) => [
        { ...own, team: id },
        teamPlace(seats, id),
      ]);
    case 'clinic':
      return [...seats.clinics.map(({ id }) => id), 'nowhere'].map((id) => [
        { ...own, clinic: id },
        clinicPlace(seats, id),
      ]);
    case 'organization':
      return [...seats.organizations.map(({ id }) => id), 'nowhere'].map((id) => [
        { ...own, organization: id },
        organizationPlace(seats, id),
      ]);
    case 'program':
      return [
        [own, { kind: 'program', ...own }],
        [{ program: 'nowhere' }, null],
      ];
    case 'system':
      // Who runs the system sees of each program what runs, and no program that is not there.
      return [
        [{ ...own, ...flow }, { kind: 'system' }],
        ...(route.includes(':program') ? [[{ ...flow, program: 'nowhere' }, null] as const] : []),
      ];
    // Whose task it is, its page finds out: its own test says so.
    case 'task':
      return [];
  }
}

/** A workflow of the program. */
const flow = { team: team.id, stage: 'survey-cycle', occurrence: 'M05' };

/** What an address names beside a place. */
const always: Readonly<Record<string, string>> = { quarter: 'Q1' };

const filled = (path: string, named: Readonly<Record<string, string>>): string =>
  path.replace(/:(\w+)/g, (_, name: string) => named[name] ?? always[name] ?? 'guessed');

const routes = [
  ...new Set(
    app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
  ),
];

const ask = async (route: string, named: Readonly<Record<string, string>>, role: string): Promise<number> => {
  const [method = '', path = ''] = route.split(' ');
  const headers = { ...cookies.get(role), 'Sec-Fetch-Site': 'same-origin' };
  const body = method === 'POST' ? { body: new URLSearchParams({ end: 'nobody' }) } : {};
  // Signing out would end what the next question needs.
  const own = route === 'POST /sign-out' ? { 'Sec-Fetch-Site': 'same-origin' } : headers;
  return (await app.request(filled(path, named), { method, headers: own, ...body })).status;
};

describe('every route, for every role', () => {
  it('is known to the table of access', () => {
    expect(routes.filter((route) => access[route] === undefined)).toEqual([]);
    expect(routes.length).toBeGreaterThan(15);
  });

  it.each(routes)('is there for whom the policy lets in, and for nobody else: %s', async (route) => {
    const needed = access[route]!;
    for (const role of Object.keys(roles)) {
      const signedIn = roles[role] !== null;
      if (needed === 'everybody') {
        // The same for all, but that who is in already is led on.
        const forNobody = await ask(route, {}, 'nobody');
        expect([401, 403]).not.toContain(forNobody);
        expect([forNobody, 303], role).toContain(await ask(route, {}, role));
      } else if (needed === 'secret') {
        // Nobody’s part opens it: a secret that is none is nobody’s.
        expect([400, 404], role).toContain(await ask(route, {}, role));
      } else if (needed === 'signed-in') {
        expect((await ask(route, {}, role)) === 401, role).toBe(!signedIn);
      } else {
        await expectAsPolicySays(route, needed, role);
      }
    }
  });
});

async function expectAsPolicySays(route: string, action: Action, role: string): Promise<void> {
  const viewpoint = viewpoints.get(role);
  const { at } = policy[action];
  const named = /:(program|team|clinic|organization|person)\b/.test(route);
  if (viewpoint === undefined) return expect(await ask(route, {}, role)).toBe(401);
  if (at === 'task') return;
  // A page of one's own, whoever one is.
  if (at === 'person' && !named) {
    const status = await ask(route, {}, role);
    return expect(role === 'administrator' ? [303, 404] : [200], role).toContain(status);
  }
  for (const [names, place] of placesFor(at, route)) {
    const allowed = place !== null && may(viewpoint, action, place as PlaceOf<Action>);
    expect((await ask(route, names, role)) === 404, `${role} ${JSON.stringify(names)}`).toBe(!allowed);
  }
}

describe('what somebody is', () => {
  it('is read from the program as it stands', async () => {
    const person = team.lead;
    expect(await places.parts([{ program: seats.id, person }])).toEqual([partOf(seats, person, READER)]);
    expect(await places.parts([{ program: seats.id, person: READER }])).toMatchObject([{ reader: true }]);
    expect(await places.parts([{ program: 'nowhere', person }])).toEqual([]);
    expect(await places.seats('nowhere')).toBeNull();
  });

  it('is another from the moment at which a change took their part', async () => {
    const edit = {
      kind: 'people',
      join: [],
      take: [],
      leave: [{ person: team.members[0]!, seat: { role: 'member', team: team.id } }],
    };
    await pool.query(
      `INSERT INTO plan_version (program_id, version, definition, roadmap, roadmap_id, roadmap_version, roadmap_sha256,
                                 tzdata, edits, change_id)
       SELECT program_id, 2, definition, roadmap, roadmap_id, roadmap_version, roadmap_sha256, tzdata, $2, 'c'
         FROM plan_version WHERE program_id = $1`,
      [seats.id, JSON.stringify([edit])],
    );
    await pool.query('UPDATE program SET plan_version = 2 WHERE id = $1', [seats.id]);
    const [part] = await places.parts([{ program: seats.id, person: team.members[0]! }]);
    expect(part?.standings.some(({ at }) => at === team.id)).toBe(false);
  });
});
