import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { answerError } from './errors.tsx';
import type { PortalEnv } from './types.ts';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site made a browser send. Browsers say where a request comes from, and older ones from which
 * site; what says neither is no browser. `open` are the paths that are meant for whoever has their secret, and
 * look at no cookie: a mail program presses the button of `/u/`, and the pages of `/s` send no origin.
 */
export function ownForms(publicUrl: URL, open: RegExp): MiddlewareHandler<PortalEnv> {
  return async (c, next) => {
    if (harmless.has(c.req.method) || open.test(c.req.path)) return next();
    // What no page of ours takes is told so further on.
    if (!matchedRoutes(c).some(({ method }) => method === c.req.method)) return next();
    const site = c.req.header('Sec-Fetch-Site');
    const origin = c.req.header('Origin');
    const own = site === undefined ? origin === publicUrl.origin : site === 'same-origin';
    return own ? next() : answerError(c, 'from_elsewhere');
  };
}
