import { randomUUID } from 'node:crypto';
import { routePath } from 'hono/route';
import type { MiddlewareHandler } from 'hono';
import type { PortalEnv, PortalLog } from './types.ts';

/**
 * Gives every request an id, says it in the answer, and notes one line. The line has the route and not the path:
 * paths hold secrets, and a path that is nearly right holds one nearly.
 */
export function accessLog(log: PortalLog): MiddlewareHandler<PortalEnv> {
  return async (c, next) => {
    const began = performance.now();
    const request = randomUUID();
    c.set('requestId', request);
    await next();
    c.res.headers.set('X-Request-Id', request);
    const route = routePath(c, -1);
    log.info(
      {
        request,
        method: c.req.method,
        route: route === '/*' ? 'none' : route,
        status: c.res.status,
        ms: Math.round(performance.now() - began),
      },
      'answered',
    );
  };
}
