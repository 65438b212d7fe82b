import { createPortal, type PortalPorts, type PortalSettings } from '../../src/portal/app.tsx';
import type { Calendar } from '../../src/portal/feed/calendars.ts';
import type { ProgramChanges } from '../../src/portal/changes/port.ts';
import type { Programs } from '../../src/portal/programs/port.ts';
import type { Boards } from '../../src/portal/team/port.ts';
import type { Subscription } from '../../src/portal/unsubscribe/port.ts';

export interface LogLine {
  readonly level: 'info' | 'error';
  readonly message: string;
  readonly [fact: string]: unknown;
}

/** A portal on ports that a test holds in its hands, with the log that it wrote. */
export function testPortal(
  ports: Partial<PortalPorts> = {},
  {
    publicUrl = 'https://partners.clinic.example',
    proxies = 0,
    surveyPatienceMs,
  }: { publicUrl?: string; proxies?: number; surveyPatienceMs?: number } = {},
) {
  const log: LogLine[] = [];
  const settings: PortalSettings = {
    publicUrl: new URL(publicUrl),
    proxies,
    ...(surveyPatienceMs === undefined ? {} : { surveyPatienceMs }),
  };
  const app = createPortal(
    {
      calendars: { find: async () => null },
      subscriptions: null,
      surveys: null,
      tasks: null,
      door: null,
      boards: noBoards,
      administration: null,
      programs: noPrograms,
      changes: null,
      places: { seats: async () => null, parts: async () => [] },
      ready: async () => undefined,
      isAway: () => false,
      log: {
        info: (facts, message) => log.push({ level: 'info', ...facts, message }),
        error: (facts, message) => log.push({ level: 'error', ...facts, message }),
      },
      now: () => 0,
      ...ports,
    },
    settings,
  );
  return { app, log };
}

/** Changes of a world in which nobody makes one. */
export const noChanges: ProgramChanges = {
  leadOf: async () => null,
  made: async () => null,
  choices: async () => null,
  preview: async () => ({ type: 'away' }),
  apply: async () => ({ type: 'unknown' }),
};

/** Programs of a world without any. */
const noPrograms: Programs = {
  led: async () => [],
  program: async () => null,
  people: async () => null,
};

/** Boards of a world without teams. */
const noBoards: Boards = {
  teamsOf: async () => [],
  board: async () => null,
  quarter: async () => null,
};

/** Subscriptions that are kept in memory, with every change that was made to them. */
export function subscriptionsOf(known: Record<string, Subscription>) {
  const changes: { secret: string; subscribed: boolean }[] = [];
  return {
    changes,
    known,
    port: {
      find: async (secret: string) => known[secret] ?? null,
      async set(secret: string, subscribed: boolean) {
        const before = known[secret];
        if (before === undefined) return null;
        changes.push({ secret, subscribed });
        known[secret] = { ...before, subscribed };
        return known[secret];
      },
    },
  };
}

/** One calendar under one secret. */
export const calendarsOf = (secret: string, calendar: Calendar): PortalPorts['calendars'] => ({
  find: async (asked) => (asked === secret ? calendar : null),
});

/** All that a line of the log may say of a request, sorted. */
export const logged = ['level', 'message', 'method', 'ms', 'request', 'route', 'status'];

export const asPage = { Accept: 'text/html,application/xhtml+xml' };
