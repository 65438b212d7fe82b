import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Door } from '../client/door.ts';
import { access } from './access.ts';
import type { Administration } from './admin/port.ts';
import { adminRoutes } from './admin/routes.tsx';
import { assets, type Asset } from './assets.ts';
import type { ProgramChanges } from './changes/port.ts';
import { changeRoutes } from './changes/routes.tsx';
import { doorCookie } from './door/cookie.ts';
import { guard } from './door/guard.tsx';
import { HOME } from './door/home.ts';
import type { Places } from './door/places.ts';
import { doorRoutes } from './door/routes.tsx';
import type { Calendars } from './feed/calendars.ts';
import { feedRoutes } from './feed/routes.ts';
import { accessLog } from './http/access-log.ts';
import { answerAway, answerError, answerFault } from './http/errors.tsx';
import { noReferrer, securityHeaders } from './http/headers.ts';
import { languageOf } from './http/language.ts';
import { ownForms } from './http/own-forms.ts';
import { rateLimit } from './http/rate-limit.ts';
import type { PortalContext, PortalEnv, PortalLog } from './http/types.ts';
import { HomePage } from './pages/home-page.tsx';
import type { Programs } from './programs/port.ts';
import { programRoutes } from './programs/routes.tsx';
import { surveyRoutes } from './survey/routes.tsx';
import type { Surveys } from './survey/port.ts';
import type { Boards } from './team/port.ts';
import { teamRoutes } from './team/routes.tsx';
import type { Tasks } from './tasks/port.ts';
import { linkRoutes, ownRoutes } from './tasks/routes.tsx';
import type { Subscriptions } from './unsubscribe/port.ts';
import { unsubscribeRoutes } from './unsubscribe/routes.tsx';

/** What the portal needs from outside. */
export interface PortalPorts {
  readonly calendars: Calendars;
  /** Null where nothing can be declined here yet: then there is no such page. */
  readonly subscriptions: Subscriptions | null;
  /** Null where patients are asked elsewhere: then there is no such page. */
  readonly surveys: Surveys | null;
  /** Null where nobody does tasks here: then there are no such pages. */
  readonly tasks: Tasks | null;
  /** Null where nobody signs in: then there is no page that is not for everybody. */
  readonly door: Door | null;
  readonly places: Places;
  readonly boards: Boards;
  /** Null where nobody looks after the system here: then there are no such pages. */
  readonly administration: Administration | null;
  readonly programs: Programs;
  /** Null where nobody acts on a program here: then there are no such pages. */
  readonly changes: ProgramChanges | null;
  /** Rejects where the database cannot be reached. */
  readonly ready: () => Promise<unknown>;
  /** Whether an error says that the database is away, which passes. */
  readonly isAway: (error: unknown) => boolean;
  readonly log: PortalLog;
  /** Real time in ms: limits count in it. */
  readonly now: () => number;
}

export interface PortalSettings {
  /** Where people reach the portal. */
  readonly publicUrl: URL;
  /** Proxies of ours before it. */
  readonly proxies: number;
  /** How long a form waits for the database; ten seconds by default. */
  readonly surveyPatienceMs?: number;
}

/** Far more than any form of ours. */
const BODY_BYTES = 64 * 1024;

/** Calendar programs of many people ask from few addresses, and each asks every hour or so. */
const CALENDAR_LIMIT = { burst: 120, perSecond: 2 };
const UNSUBSCRIBE_LIMIT = { burst: 60, perSecond: 1 };
/** A clinic opens its mails on a Monday, from one address, and what scans its mail before that. */
const TASK_LIMIT = { burst: 240, perSecond: 4 };

/** These look at no cookie, and are meant for whoever has their secret. */
const NO_COOKIE = /^\/(u|s|t)(\/|$)/;

/** The portal as a function from a request to an answer. It listens nowhere: see `server.ts`. */
export function createPortal(ports: PortalPorts, settings: PortalSettings): Hono<PortalEnv> {
  const { proxies, publicUrl } = settings;
  const https = publicUrl.protocol === 'https:';
  const cookie = doorCookie({ https });
  const app = new Hono<PortalEnv>();
  app.use(accessLog(ports.log));
  app.use('/s/*', noReferrer);
  app.use('/t/*', noReferrer);
  app.use(securityHeaders({ https }));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c: PortalContext, methods) => {
        c.header('Allow', methods.join(', '));
        return answerError(c, 'not_allowed');
      },
    }),
  );
  app.use(bodyLimit({ maxSize: BODY_BYTES, onError: (c: PortalContext) => answerError(c, 'too_large') }));
  app.use(ownForms(publicUrl, NO_COOKIE));
  app.use(guard({ ...ports, door: ports.door ?? NOBODY, cookie, access }));
  app.notFound((c) => answerError(c, 'not_found'));
  app.onError(answerFault(ports.log, ports.isAway));

  app.get('/', (c) => {
    c.header('Vary', 'Accept-Language');
    return c.html(
      <HomePage language={languageOf(c.req.header('Accept-Language'))} signIn={ports.door !== null} />,
    );
  });
  for (const asset of Object.values(assets))
    app.get(asset.path, (c) => c.body(asset.content, 200, headersOf(asset)));
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n'));
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    try {
      await ports.ready();
    } catch (error) {
      return answerAway(c, ports.log, error);
    }
    return c.json({ status: 'ok' });
  });

  const limited = { proxies, now: ports.now };
  app.use('/calendar/*', rateLimit(CALENDAR_LIMIT, limited));
  app.route('/calendar', feedRoutes(ports.calendars));
  if (ports.subscriptions !== null) {
    app.use('/u/*', rateLimit(UNSUBSCRIBE_LIMIT, limited));
    app.route('/u', unsubscribeRoutes(ports.subscriptions));
  }
  if (ports.surveys !== null) {
    app.route(
      '/s',
      surveyRoutes({ ...ports, proxies, surveys: ports.surveys, patienceMs: settings.surveyPatienceMs }),
    );
  }
  app.route('/', teamRoutes(ports.boards));
  if (ports.administration !== null) app.route('/', adminRoutes(ports.administration));
  app.route('/', programRoutes(ports.programs, { changes: ports.changes !== null }));
  if (ports.changes !== null) app.route('/', changeRoutes(ports.changes));
  if (ports.door !== null) app.route('/', doorRoutes({ ...ports, door: ports.door, cookie, proxies }));
  if (ports.tasks !== null) {
    const { tasks, isAway } = ports;
    app.use('/t/*', rateLimit(TASK_LIMIT, limited));
    app.route('/t', linkRoutes({ tasks, isAway }));
    app.route('/', ownRoutes({ tasks, isAway, boards: ports.boards }));
  } else if (ports.door !== null) {
    // Where a sign-in leads, where there is no page of what is somebody's own.
    app.get(HOME, (c) => c.redirect('/me/sessions', 303));
  }
  return app;
}

/** Nobody signs in here. */
const NOBODY = { who: () => Promise.resolve(null) };

const headersOf = ({ type }: Asset) => ({
  'Content-Type': type,
  'Cache-Control': 'public, max-age=31536000, immutable',
});
