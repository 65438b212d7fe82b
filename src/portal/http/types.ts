import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Way } from '../page/ways.ts';
import type { Viewer } from './viewer.ts';

/** What a request carries through the portal. `Bindings` is empty where no socket is (`app.request` in a test). */
export interface PortalEnv {
  Bindings: Partial<HttpBindings>;
  /**
   * `viewer` is set behind the door only: there is one on every page that is not for everybody. So are `ways`: where
   * they can go from there, looked up when a page asks.
   */
  Variables: {
    requestId: string;
    viewer?: Viewer;
    session?: OwnSession;
    ways?: () => Promise<readonly Way[]>;
  };
}

/** The sign-in by which a page was opened; there is none where the link of a mail opened it. */
export interface OwnSession {
  readonly id: string;
  readonly email: string;
  /** IANA zone; null where they have no entry. */
  readonly zone: string | null;
}

export type PortalContext = Context<PortalEnv>;

/** Where the portal notes what happens: ids and numbers only. */
export interface PortalLog {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
