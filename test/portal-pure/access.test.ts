import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { type Action, may, type Part, type Place, type PlaceOf, policy } from '../../src/domain/policy.ts';
import { clinicPlace, organizationPlace, partOf, type Seats, teamPlace } from '../../src/domain/standings.ts';
import { access } from '../../src/portal/access.ts';
import { doorCookie } from '../../src/portal/door/cookie.ts';
import { guard } from '../../src/portal/door/guard.tsx';
import type { PortalEnv } from '../../src/portal/http/types.ts';
import { noAdministration } from './administration.ts';
import { doorOf } from './doors.ts';
import { noChanges, subscriptionsOf, testPortal } from './portal.ts';
import { surveysOf } from './surveys.ts';
import { noTasks } from './tasks.ts';

/** Every route that the portal has when nothing of it is left out. */
function routesOfPortal(): string[] {
  const { app } = testPortal({
    door: doorOf().door,
    surveys: surveysOf().surveys,
    subscriptions: subscriptionsOf({}).port,
    tasks: noTasks,
    administration: noAdministration,
    changes: noChanges,
  });
  return app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
}

describe('the table of access', () => {
  it('has a line for every route, and none for a route that is not there', () => {
    expect(Object.keys(access).sort()).toEqual([...new Set(routesOfPortal())].sort());
  });

  it('leaves no route to whoever is not signed in but those that show nothing of anybody, or need a secret', () => {
    const open = Object.entries(access).filter(([, needed]) => needed === 'everybody' || needed === 'secret');
    for (const [route, needed] of open) {
      expect(/:(secret|code|file)$/.test(route), route).toBe(needed === 'secret');
      expect(route).not.toMatch(/\/(me|programs|admin)\b/);
    }
  });
});

const seats: Seats = {
  id: 'two-teams',
  lead: 'lead',
  organizations: [
    { id: 'harbor-health', leaders: ['olga'] },
    { id: 'valley-health', leaders: ['omar'] },
  ],
  clinics: [
    { id: 'harbor', organization: 'harbor-health', leaders: ['cleo'] },
    { id: 'valley', organization: 'valley-health', leaders: ['carl'] },
  ],
  teams: [
    {
      id: 'maple',
      clinic: 'harbor',
      lead: 'tess',
      members: ['mia'],
      staff: ['stan'],
      advisors: [{ person: 'ada' }],
      peerProviders: ['pete'],
    },
    {
      id: 'oak',
      clinic: 'valley',
      lead: 'tim',
      members: ['max'],
      staff: [],
      advisors: [],
      peerProviders: [],
    },
  ],
};
const reader = 'rhea';

/** Nobody, everybody who has a part, one of another program under the same name, and who runs the system. */
const viewers: Readonly<Record<string, { parts: readonly Part[]; admin: boolean } | null>> = {
  nobody: null,
  ...Object.fromEntries(
    [
      'lead',
      'olga',
      'omar',
      'cleo',
      'carl',
      'tess',
      'mia',
      'stan',
      'ada',
      'pete',
      'tim',
      'max',
      'rhea',
      'guest',
    ].map((person) => [person, { parts: [partOf(seats, person, reader)], admin: false }]),
  ),
  'a namesake elsewhere': { parts: [{ ...partOf(seats, 'tess', reader), program: 'other' }], admin: false },
  root: { parts: [], admin: true },
  'root, who leads maple': { parts: [partOf(seats, 'tess', reader)], admin: true },
};

const pages: Readonly<Record<Place['kind'], readonly (readonly [path: string, place: Place | null])[]>> = {
  person: [['/programs/two-teams/people/mia', { kind: 'person', program: 'two-teams', person: 'mia' }]],
  task: [],
  team: [
    ['/programs/two-teams/teams/maple', teamPlace(seats, 'maple')],
    ['/programs/two-teams/teams/oak', teamPlace(seats, 'oak')],
    ['/programs/two-teams/teams/nowhere', null],
    ['/programs/other/teams/maple', null],
  ],
  clinic: [
    ['/programs/two-teams/clinics/harbor', clinicPlace(seats, 'harbor')],
    ['/programs/two-teams/clinics/nowhere', null],
  ],
  organization: [
    ['/programs/two-teams/organizations/harbor-health', organizationPlace(seats, 'harbor-health')],
    ['/programs/two-teams/organizations/harbor', null],
  ],
  program: [
    ['/programs/two-teams', { kind: 'program', program: 'two-teams' }],
    ['/programs/other', null],
  ],
  system: [['/admin', { kind: 'system' }]],
};
const patterns: Readonly<Partial<Record<Place['kind'], string>>> = {
  person: '/programs/:program/people/:person',
  team: '/programs/:program/teams/:team',
  clinic: '/programs/:program/clinics/:clinic',
  organization: '/programs/:program/organizations/:organization',
  program: '/programs/:program',
  system: '/admin',
};

/** One page for each action of the policy, under a path that says which, and one that nobody thought of. */
function guarded() {
  const people = Object.entries(viewers).flatMap(([name, viewer]) =>
    viewer === null ? [] : [[name, viewer] as const],
  );
  const kept = doorOf(
    Object.fromEntries(
      people.map(([name, { parts, admin }]) => [
        name,
        { entries: parts.map(({ program, person }) => ({ program, person })), admin },
      ]),
    ),
  );
  const app = new Hono<PortalEnv>();
  const table: Record<string, Action> = {};
  const handlers: [string, Action][] = [];
  for (const action of Object.keys(policy) as Action[]) {
    const pattern = patterns[policy[action].at];
    if (pattern === undefined) continue;
    table[`GET /${action}${pattern}`] = action;
    handlers.push([`/${action}${pattern}`, action]);
  }
  app.use(
    guard({
      door: kept.door,
      cookie: doorCookie({ https: false }),
      places: {
        seats: async (program) => (program === seats.id ? seats : null),
        parts: async (entries) =>
          entries.flatMap(({ program, person }) =>
            program === seats.id ? [partOf(seats, person, reader)] : [],
          ),
      },
      access: table,
    }),
  );
  app.get('/unlisted', (c) => c.text('seen'));
  for (const [path, action] of handlers) app.get(path, (c) => c.text(action));
  return { app, ...kept };
}

describe('a page', () => {
  const { app, browserOf } = guarded();
  const scoped = (Object.keys(policy) as Action[]).filter(
    (action) => patterns[policy[action].at] !== undefined,
  );

  it.each(scoped)('of %s is there for whom the policy lets in, and for nobody else', async (action) => {
    let allowed = 0;
    for (const [name, viewer] of Object.entries(viewers)) {
      const headers = viewer === null ? {} : await browserOf(name);
      for (const [path, place] of pages[policy[action].at]) {
        const answer = await app.request(`/${action}${path}`, { headers });
        const expected =
          viewer === null ? 401 : place !== null && may(viewer, action, place as PlaceOf<Action>) ? 200 : 404;
        expect(answer.status, `${name} ${path}`).toBe(expected);
        allowed += expected === 200 ? 1 : 0;
      }
    }
    expect(allowed).toBeGreaterThan(0);
  });

  it('that nobody gave a line is there for nobody, an administrator among them', async () => {
    for (const name of ['root, who leads maple', 'lead']) {
      expect((await app.request('/unlisted', { headers: await browserOf(name) })).status).toBe(404);
    }
    expect((await app.request('/unlisted')).status).toBe(404);
  });

  it('is not opened by another way of writing its address', async () => {
    const headers = await browserOf('max');
    const board = '/team.see/programs/two-teams/teams';
    for (const path of ['/maple/', '//maple', '/oak/../maple', '/%6Daple', '/maple?team=oak', '/MAPLE']) {
      const answer = await app.request(`${board}${path}`, { headers });
      expect(answer.status, path).toBe(404);
    }
    expect((await app.request(`${board}/oak?team=maple`, { headers })).status).toBe(200);
  });
});

it('pages for everybody, and those with a secret, never look who somebody is', async () => {
  const kept = doorOf({ 'ana@clinic.example': { entries: [], admin: true } });
  const { app } = testPortal(
    {
      door: kept.door,
      surveys: surveysOf().surveys,
      subscriptions: subscriptionsOf({}).port,
    },
    { publicUrl: 'http://127.0.0.1' },
  );
  const headers = await kept.browserOf('ana@clinic.example');
  for (const path of ['/', '/s', '/s/23456789ABCD', '/u/x', '/calendar/x.ics', '/robots.txt']) {
    await app.request(path, { headers });
    await app.request(path, { method: 'POST', headers });
  }
  expect(kept.looks()).toBe(0);
});
