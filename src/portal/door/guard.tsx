import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { type Action, may, type Place, type PlaceOf, policy } from '../../domain/policy.ts';
import { clinicPlace, organizationPlace, type Seats, teamPlace } from '../../domain/standings.ts';
import type { Door } from '../../client/door.ts';
import type { AccessTable } from '../access.ts';
import { answerError, wantsProblem } from '../http/errors.tsx';
import { textFields } from '../http/text-fields.ts';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import { waysOf } from '../page/ways.ts';
import type { Viewer } from '../http/viewer.ts';
import type { DoorCookie } from './cookie.ts';
import { HOME } from './home.ts';
import type { Places } from './places.ts';
import { returnPath } from './return-path.ts';
import { answerSignIn } from './sign-in-page.tsx';

export interface GuardOptions {
  readonly door: Pick<Door, 'who'>;
  readonly cookie: DoorCookie;
  readonly places: Places;
  readonly access: AccessTable;
}

/**
 * Stands before every route, and lets in as the table of access says. Default deny: a route without a line there
 * answers nobody. What is not somebody's does not exist for them (404); who is not signed in is asked to.
 */
export function guard({ door, cookie, places, access }: GuardOptions): MiddlewareHandler<PortalEnv> {
  return async (c, next) => {
    const route = routeOf(c);
    if (route === null) return next();
    const needed = access[route.name];
    if (needed === undefined) return answerError(c, 'not_found');
    if (needed === 'everybody' || needed === 'secret') return next();
    // The link of a mail may have opened it for somebody before.
    if (c.get('viewer') === undefined) await recognize(c, door, cookie);
    const viewer = c.get('viewer');
    if (viewer === undefined) return askToSignIn(c);
    c.set('ways', async () => waysOf(viewer, await places.parts(viewer.entries), access));
    if (needed === 'signed-in') return c.get('session') === undefined ? askToSignIn(c) : next();
    // Who runs the system has no part in a program, and nothing of their own here.
    if (route.name === `GET ${HOME}` && viewer.entries.length === 0) return c.redirect('/admin', 303);
    return (await mayHere(viewer, needed, route.named, places)) ? next() : answerError(c, 'not_found');
  };
}

/** Sets who looks, where a cookie says it. */
export async function recognize(
  c: PortalContext,
  door: Pick<Door, 'who'>,
  cookie: DoorCookie,
): Promise<boolean> {
  const token = cookie.read(c);
  const known = token === null ? null : await door.who(token);
  if (known === null) return false;
  const { session: id, email, zone, entries, language, admin } = known;
  c.set('viewer', { entries, language, ...(admin ? { admin } : {}) });
  c.set('session', { id, email, zone });
  return true;
}

interface Matched {
  /** `GET /programs/:program` */
  readonly name: string;
  readonly named: Readonly<Record<string, string>>;
}

/** The handler that will answer, and what its address names; null where none will. */
function routeOf(c: PortalContext): Matched | null {
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
  // What is for all methods stands before handlers, and is none.
  const route = matchedRoutes(c).findLast((each) => each.method === method);
  if (route === undefined) return null;
  // Hono tells a handler what its own path names, and this is another one's.
  const asked = c.req.path.split('/');
  const named = route.path
    .split('/')
    .flatMap((part, i) =>
      part.startsWith(':') ? [[part.slice(1).replace(/\?$/, ''), asked[i] ?? ''] as const] : [],
    );
  return { name: `${method} ${route.path}`, named: Object.fromEntries(named) };
}

function askToSignIn(c: PortalContext): Response | Promise<Response> {
  if (wantsProblem(c)) return answerError(c, 'not_signed_in');
  const { pathname, search } = new URL(c.req.url);
  const looks = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (looks) return answerSignIn(c, { returnTo: returnPath(pathname + search), status: 401 });
  // The page of a form stands at the form's own address. What was written is given back.
  return writtenIn(c).then((unsent) =>
    answerSignIn(c, { returnTo: returnPath(pathname), unsent, status: 401 }),
  );
}

/** Of a form, what is longer than a choice. */
async function writtenIn(c: PortalContext): Promise<readonly string[]> {
  return Object.values(await textFields(c)).filter((text) => text.trim().includes(' '));
}

async function mayHere(
  { entries, admin = false }: Viewer,
  action: Action,
  named: Matched['named'],
  places: Places,
): Promise<boolean> {
  const { at } = policy[action];
  switch (at) {
    case 'task':
      // Whose task it is, its page knows, and asks the policy again.
      return entries.length > 0;
    case 'system':
      return may({ parts: [], admin }, action, { kind: 'system' });
    case 'person': {
      const parts = entries.map((entry) => ({ ...entry, standings: [], reader: false }));
      const own =
        named['person'] === undefined
          ? entries
          : [{ program: named['program'] ?? '', person: named['person'] }];
      return own.some((each) => may({ parts, admin }, action, { kind: 'person', ...each }));
    }
    default: {
      const { program } = named;
      const [parts, seats] = await Promise.all([
        places.parts(entries.filter((entry) => entry.program === program)),
        program === undefined ? null : places.seats(program),
      ]);
      const place = seats === null ? null : placeIn(seats, at, named);
      return place !== null && may({ parts, admin }, action, place as PlaceOf<Action>);
    }
  }
}

function placeIn(
  seats: Seats,
  at: 'program' | 'team' | 'clinic' | 'organization',
  { team = '', clinic = '', organization = '' }: Matched['named'],
): Place | null {
  switch (at) {
    case 'program':
      return { kind: 'program', program: seats.id };
    case 'team':
      return teamPlace(seats, team);
    case 'clinic':
      return clinicPlace(seats, clinic);
    case 'organization':
      return organizationPlace(seats, organization);
  }
}
