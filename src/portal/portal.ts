import { databaseIsAway } from '../connect/away.ts';
import { openDoor } from '../connect/door.ts';
import { openSubscriptions } from '../connect/subscriptions.ts';
import { openReader } from '../read/connection.ts';
import { openCalendars } from './feed/calendars.ts';
import { openPlaces } from './door/places.ts';
import { createPortal, type PortalSettings } from './app.tsx';
import type { PortalLog } from './http/types.ts';
import { openSurveys } from './survey/surveys.ts';
import { listen, type Listening, type ListenOptions } from './server.ts';

export interface PortalOptions extends PortalSettings, ListenOptions {
  readonly databaseUrl: string;
  /** The part after the `@` of the address that sends the mails: it ends the UIDs of events, as in the mails. */
  readonly mailDomain: string;
  /** Sign-in links go out from here, and not through the worker. */
  readonly smtpUrl: string;
  readonly mailFrom: string;
  readonly log: PortalLog;
}

const CONNECTIONS = 8;

/** Starts the portal of live programs on its database. Rejects where its port is taken. */
export async function startPortal(options: PortalOptions): Promise<Listening> {
  const reader = openReader(options.databaseUrl, { connections: CONNECTIONS });
  const subscriptions = openSubscriptions(options.databaseUrl);
  const surveys = openSurveys(options.databaseUrl, (error) =>
    options.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'forms wait to be moved'),
  );
  const door = openDoor({
    ...options,
    trouble: (facts, message) => options.log.error(facts, message),
  });
  const app = createPortal(
    {
      calendars: openCalendars(reader, options.mailDomain),
      subscriptions,
      surveys,
      door,
      places: openPlaces(reader),
      ready: () => reader.rows('SELECT 1'),
      isAway: databaseIsAway,
      log: options.log,
      now: () => performance.now(),
    },
    options,
  );
  const close = () => Promise.all([reader.close(), subscriptions.close(), surveys.close(), door.close()]);
  try {
    const listening = await listen(app, options);
    return {
      url: listening.url,
      async stop() {
        await listening.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
