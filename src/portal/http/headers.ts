import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { PortalEnv } from './types.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Headers of every answer. Nothing from elsewhere is loaded, no script runs at all, nobody frames a page, and no
 * address of ours (some hold a secret) is told to another site. `same-origin` rather than `no-referrer`: with that,
 * browsers send `Origin: null` with our own forms.
 */
export function securityHeaders({ https }: { readonly https: boolean }): MiddlewareHandler<PortalEnv> {
  const secured = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    strictTransportSecurity: https ? `max-age=${YEAR_SECONDS}` : false,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
  });
  return async (c, next) => {
    await secured(c, next);
    c.res.headers.set('X-Robots-Tag', 'noindex, nofollow');
    // A page is its receiver's own until somebody decides otherwise.
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
  };
}

/** For pages whose address is a secret and whose forms need no `Origin`: no site is told where somebody came from. */
export const noReferrer: MiddlewareHandler<PortalEnv> = async (c, next) => {
  await next();
  c.res.headers.set('Referrer-Policy', 'no-referrer');
};
