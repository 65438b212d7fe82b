import { Hono } from 'hono';
import { answerError } from '../http/errors.tsx';
import type { PortalContext, PortalEnv } from '../http/types.ts';
import { UnsubscribePage } from '../pages/unsubscribe-page.tsx';
import type { Subscription, Subscriptions } from './port.ts';

/**
 * `/u/SECRET`. Looking changes nothing, whoever looks; POST does, without sign-in: the button of the page, and the
 * one click of a mail program (RFC 8058). Answered without a redirect, which that RFC asks for; to press twice is harmless.
 */
export const unsubscribeRoutes = (subscriptions: Subscriptions) =>
  new Hono<PortalEnv>()
    .get('/:secret', async (c) => page(c, await subscriptions.find(c.req.param('secret'))))
    .post('/:secret', async (c) => {
      const wish = wishOf(await c.req.parseBody().catch(() => ({})));
      if (wish === null) return answerError(c, 'bad_request');
      return page(c, await subscriptions.set(c.req.param('secret'), wish === 'subscribe'));
    });

function wishOf(form: Readonly<Record<string, unknown>>): 'subscribe' | 'unsubscribe' | null {
  if (form['List-Unsubscribe'] === 'One-Click') return 'unsubscribe';
  const { action } = form;
  return action === 'subscribe' || action === 'unsubscribe' ? action : null;
}

const page = (c: PortalContext, subscription: Subscription | null) =>
  subscription === null ? answerError(c, 'not_found') : c.html(<UnsubscribePage {...subscription} />);
