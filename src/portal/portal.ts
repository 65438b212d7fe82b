import { databaseIsAway } from '../connect/away.ts';
import { openDesk } from '../connect/desk.ts';
import { openDoor } from '../connect/door.ts';
import { openSubscriptions } from '../connect/subscriptions.ts';
import { openTaskDrafts } from '../connect/task-drafts.ts';
import { sessionWhenNeeded } from '../connect/when-needed.ts';
import type { ConnectOptions } from '../connect/index.ts';
import { openReader, type Reader } from '../read/connection.ts';
import { openAdministration } from './admin/administration.ts';
import { openProgramChanges } from './changes/changes.ts';
import { openCalendars } from './feed/calendars.ts';
import { openPlaces } from './door/places.ts';
import { keptPlans } from './feed/plans.ts';
import { createPortal, type PortalSettings } from './app.tsx';
import type { PortalLog } from './http/types.ts';
import { openPrograms } from './programs/programs.ts';
import { openSurveys } from './survey/surveys.ts';
import { listen, type Listening, type ListenOptions } from './server.ts';
import { openTasks } from './tasks/tasks.ts';
import { openBoards } from './team/boards.ts';

export interface PortalOptions extends PortalSettings, ListenOptions {
  readonly databaseUrl: string;
  /** Where the workflows run that people act on; whoever only looks needs none. Left out: there are no pages of tasks and changes, nor for administrators. */
  readonly engine?: Omit<ConnectOptions, 'databaseUrl'>;
  /** Of Temporal’s own UI, where administrators have one. */
  readonly temporalUi?: URL;
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
  const planOf = keptPlans(reader);
  const subscriptions = openSubscriptions(options.databaseUrl);
  const pages =
    options.engine === undefined ? null : openEnginePages(options, options.engine, { reader, planOf });
  const surveys = openSurveys(options.databaseUrl, (error) =>
    options.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'forms wait to be moved'),
  );
  const door = openDoor({
    ...options,
    trouble: (facts, message) => options.log.error(facts, message),
  });
  const app = createPortal(
    {
      calendars: openCalendars(reader, options.mailDomain, planOf),
      subscriptions,
      surveys,
      tasks: pages?.tasks ?? null,
      administration: pages?.administration ?? null,
      door,
      places: openPlaces(reader, planOf),
      boards: openBoards(reader, planOf),
      programs: openPrograms(reader, planOf),
      changes: pages?.changes ?? null,
      ready: () => reader.rows('SELECT 1'),
      isAway: databaseIsAway,
      log: options.log,
      now: () => performance.now(),
    },
    options,
  );
  const close = () =>
    Promise.all([reader.close(), subscriptions.close(), surveys.close(), door.close(), pages?.close()]);
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

/** The pages behind which workflows run: one session with Temporal for all of them. */
function openEnginePages(
  { databaseUrl, temporalUi }: PortalOptions,
  engine: NonNullable<PortalOptions['engine']>,
  looking: { readonly reader: Reader; readonly planOf: ReturnType<typeof keptPlans> },
) {
  const drafts = openTaskDrafts(databaseUrl);
  const desk = openDesk(databaseUrl);
  const session = sessionWhenNeeded({ ...engine, databaseUrl });
  const ui = temporalUi === undefined ? null : { url: temporalUi, namespace: engine.namespace };
  return {
    tasks: openTasks({ ...looking, session, drafts, isAway: databaseIsAway }),
    changes: openProgramChanges({ ...looking, session, isAway: databaseIsAway }),
    administration: openAdministration({ ...looking, session, desk, ui }),
    close: () => Promise.all([drafts.close(), desk.close(), session.close()]),
  };
}
