import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { PortalContext } from '../http/types.ts';

const NAME = 'milepost';
const DAY_SECONDS = 24 * 60 * 60;
/** The longest that a session lasts. */
const DAYS = 30;

/** Over HTTPS the browser itself sees to it that the cookie is this host's alone, set over HTTPS (`__Host-`). */
export function doorCookie({ https }: { readonly https: boolean }) {
  const prefix = https ? ({ prefix: 'host' } as const) : {};
  const place = { ...prefix, path: '/', secure: https, httpOnly: true, sameSite: 'Lax' } as const;
  return {
    /** Null where a browser sent none, or none that can be ours. */
    read(c: PortalContext): string | null {
      const token = https ? getCookie(c, NAME, 'host') : getCookie(c, NAME);
      return token !== undefined && /^[\w-]{43}$/.test(token) ? token : null;
    },
    set(c: PortalContext, token: string): void {
      setCookie(c, NAME, token, { ...place, maxAge: DAYS * DAY_SECONDS });
    },
    clear(c: PortalContext): void {
      deleteCookie(c, NAME, place);
    },
  };
}

export type DoorCookie = ReturnType<typeof doorCookie>;
