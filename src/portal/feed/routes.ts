import { Hono } from 'hono';
import { answerError } from '../http/errors.tsx';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import type { Calendar, Calendars } from './calendars.ts';

/** Longer than any secret of ours; what is longer is not read. */
const LONGEST = 100;

/**
 * `GET /calendar/SECRET.ics`. What is not a secret of ours, or was one, is answered like any address that does not
 * exist, after the same look into the database.
 */
export const feedRoutes = (calendars: Calendars) =>
  new Hono<PortalEnv>().get('/:file', async (c) => {
    const secret = c.req
      .param('file')
      .slice(0, LONGEST)
      .replace(/\.ics$/, '');
    const calendar = await calendars.find(secret);
    return calendar === null ? answerError(c, 'not_found') : answer(c, calendar);
  });

function answer(c: PortalContext, { text, etag, modified }: Calendar): Response {
  const quoted = `"${etag}"`;
  c.header('ETag', quoted);
  // The tag alone decides: what left a calendar leaves no date behind.
  c.header('Last-Modified', modified.toUTCString());
  c.header('Cache-Control', 'private, max-age=300');
  const known = (c.req.header('If-None-Match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(quoted) || known.includes('*')) return c.body(null, 304);
  return c.body(text(), 200, {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': 'inline; filename="milepost.ics"',
  });
}
