import { Hono } from 'hono';
import { z } from 'zod';
import type { Door } from '../../client/door.ts';
import { clientAddress } from '../http/client-address.ts';
import { answerError } from '../http/errors.tsx';
import { createBuckets } from '../http/rate-limit.ts';
import { textFields } from '../http/text-fields.ts';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import { chosenLanguage, chosenOr } from '../http/language.ts';
import { framingOf } from '../page/framing.ts';
import { browserName } from './browser-name.ts';
import type { DoorCookie } from './cookie.ts';
import { recognize } from './guard.tsx';
import { HOME } from './home.ts';
import { LinkPage, OldLinkPage, SentPage, SignedOutPage } from './link-pages.tsx';
import { returnPath } from './return-path.ts';
import { SessionsPage } from './sessions-page.tsx';
import { answerSignIn, UnknownLinkPage } from './sign-in-page.tsx';

export interface DoorOptions {
  readonly door: Door;
  readonly cookie: DoorCookie;
  readonly proxies: number;
  /** Real time in ms. */
  readonly now: () => number;
}

/** A whole clinic on a Monday morning, from one address. */
const ASKED_BY_CLIENT = { burst: 60, perSecond: 0.5 };
/** Nobody's mailbox is filled from here. */
const ASKED_FOR_ADDRESS = { burst: 5, perSecond: 1 / 120 };
const WRONG_LINKS = { burst: 30, perSecond: 0.5 };

const mailAddress = z.email().max(254);
const UTC = 'UTC';

/** How people get in and out. Looking spends nothing; every change is a form of ours (see `ownForms`). */
export function doorRoutes({ door, cookie, proxies, now }: DoorOptions) {
  const byClient = createBuckets(ASKED_BY_CLIENT);
  const forAddress = createBuckets(ASKED_FOR_ADDRESS);
  const wrongBy = createBuckets(WRONG_LINKS);

  /** Counted before it is known whose address it is, if anybody's. */
  function tooOften(c: PortalContext, address: string): Response | Promise<Response> | null {
    const at = now();
    const waitMs = byClient.take(clientAddress(c, proxies), at) || forAddress.take(address, at);
    return waitMs === 0 ? null : wait(c, waitMs);
  }

  /** Guesses are limited by who guesses; whoever comes with a link of ours never waits for them. */
  function unknownLink(c: PortalContext): Response | Promise<Response> {
    const waitMs = wrongBy.take(clientAddress(c, proxies), now());
    return waitMs > 0 ? wait(c, waitMs) : c.html(<UnknownLinkPage language={chosenLanguage(c)} />, 404);
  }

  async function linkPage(c: PortalContext, secret: string): Promise<Response> {
    const link = await door.look(secret);
    if (link === null) return unknownLink(c);
    const language = chosenOr(c, link.language);
    if (link.works) return c.html(<LinkPage language={language} />);
    // Who opens it a second time is in already.
    if (await recognize(c, door, cookie)) return c.redirect(HOME, 303);
    return c.html(<OldLinkPage {...{ language, secret }} />, 410);
  }

  return new Hono<PortalEnv>()
    .get('/sign-in', async (c) => {
      const returnTo = returnPath(c.req.query('to'));
      return (await recognize(c, door, cookie))
        ? c.redirect(returnTo ?? HOME, 303)
        : answerSignIn(c, { returnTo, status: 200 });
    })
    .post('/sign-in', async (c) => {
      const { email = '', to, link } = await textFields(c);
      const language = chosenLanguage(c);
      if (link !== undefined) {
        const refused = tooOften(c, `link ${link}`);
        if (refused !== null) return refused;
        return (await door.askAgain(link))
          ? c.html(<SentPage language={language} address={null} />)
          : unknownLink(c);
      }
      const returnTo = returnPath(to);
      const address = mailAddress.safeParse(email.trim());
      if (!address.success) return answerSignIn(c, { returnTo, typed: email.slice(0, 254), status: 422 });
      const refused = tooOften(c, address.data.toLowerCase());
      if (refused !== null) return refused;
      await door.ask({ email: address.data, language, returnTo });
      return c.html(<SentPage {...{ language, address: address.data }} />);
    })
    .get('/in/:secret', (c) => linkPage(c, c.req.param('secret')))
    .post('/in/:secret', async (c) => {
      const secret = c.req.param('secret');
      const spent = await door.spend(secret, browserName(c.req.header('User-Agent')));
      if (spent === null) return linkPage(c, secret);
      const before = cookie.read(c);
      if (before !== null) await door.leave(before);
      cookie.set(c, spent.token);
      return c.redirect(returnPath(spent.returnTo) ?? HOME, 303);
    })
    .post('/sign-out', async (c) => {
      const token = cookie.read(c);
      if (token !== null) await door.leave(token);
      cookie.clear(c);
      return c.html(<SignedOutPage language={chosenLanguage(c)} />);
    })
    .get('/me/sessions', async (c) => {
      const { session } = c.var;
      if (session === undefined) return answerError(c, 'not_found');
      const sessions = await door.sessions(session.email);
      const { id: own, email, zone } = session;
      const framing = await framingOf(c);
      return c.html(<SessionsPage {...{ framing, sessions, own, email, zone: zone ?? UTC }} />);
    })
    .post('/me/sessions', async (c) => {
      const { session } = c.var;
      if (session === undefined) return answerError(c, 'not_found');
      const { end, others } = await textFields(c);
      if (others !== undefined) await door.endOthers(session.email, session.id);
      else if (end === undefined) return answerError(c, 'bad_request');
      else if (!(await door.end(session.email, end))) return answerError(c, 'not_found');
      return c.redirect('/me/sessions', 303);
    });
}

function wait(c: PortalContext, ms: number): Response | Promise<Response> {
  c.header('Retry-After', String(Math.ceil(ms / 1_000)));
  return answerError(c, 'too_many');
}
