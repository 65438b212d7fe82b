import { createHash } from 'node:crypto';
import { hashOf } from '../../client/secrets.ts';
import { calendarText, type CalendarEntry } from '../../ical/calendar-text.ts';
import type { Reader } from '../../read/connection.ts';
import { feedPlanned, feedPrograms, feedSource, feedTasks, type FeedProgram } from '../../read/feed.ts';
import { programTime } from '../../read/program-time.ts';
import type { Program } from '../../roadmap/program-schema.ts';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';
import { entryOf } from './entries.ts';
import { partsOf, type FeedPlan } from './parts.ts';

/** A person's calendar as it stands now. */
export interface Calendar {
  readonly text: string;
  /** Of the text: the same for the same text. */
  readonly etag: string;
  readonly modified: Date;
}

export interface Calendars {
  /** Null where nobody holds this secret, whatever it looks like. */
  find(secret: string): Promise<Calendar | null>;
}

const DONE_DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;
const LOOK_AGAIN_SECONDS = 60 * 60;
const PLANS_KEPT = 20;

/** Calendars out of the database. `domain` ends every UID, as in the mails. */
export function openCalendars(reader: Reader, domain: string): Calendars {
  const plans = new Map<string, Promise<FeedPlan>>();

  /** Read once for each version: a herd of calendar programs asks at the full hour. */
  function planOf({ program, planVersion }: FeedProgram): Promise<FeedPlan> {
    const key = `${program}@${planVersion}`;
    const known = plans.get(key);
    if (known !== undefined) return known;
    const loading = feedSource(reader, program, planVersion).then(({ definition, roadmap }) => ({
      program: { ...definition, people: [] } as unknown as Program,
      roadmap: roadmap as Roadmap,
    }));
    plans.set(key, loading);
    loading.catch(() => plans.delete(key));
    const [oldest] = plans.keys();
    if (plans.size > PLANS_KEPT && oldest !== undefined) plans.delete(oldest);
    return loading;
  }

  async function entriesOf(taking: FeedProgram, doneSince: Date) {
    const plan = await planOf(taking);
    const parts = partsOf(plan, taking.person);
    // In this order: a step that opens in between is then found twice and not missed.
    const planned = await feedPlanned(reader, taking.program, parts.teams, parts.steps);
    const tasks = await feedTasks(reader, taking.program, taking.person, parts.teams, doneSince);
    return [...tasks, ...planned.filter(({ team, step }) => parts.has(team, step))].flatMap((step) => {
      const entry = entryOf(plan, step, taking.language);
      return entry === null ? [] : [entry];
    });
  }

  return {
    async find(secret) {
      const programs = await feedPrograms(reader, hashOf(secret));
      const [own] = programs;
      if (own === undefined) return null;
      const { now } = await programTime(reader);
      const doneSince = new Date(now.getTime() - DONE_DAYS * DAY_MS);
      const found = new Map<string, CalendarEntry>();
      for (const program of programs) {
        for (const entry of await entriesOf(program, doneSince)) {
          if (!found.has(entry.key)) found.set(entry.key, entry);
        }
      }
      const entries = [...found.values()].sort((a, b) => a.begins - b.begins || (a.key < b.key ? -1 : 1));
      const text = calendarText(entries, {
        domain,
        feed: { name: nameOf(programs), everySeconds: LOOK_AGAIN_SECONDS },
      });
      return {
        text,
        etag: createHash('sha256').update(text).digest('base64url').slice(0, 22),
        modified: new Date(Math.max(own.madeAt.getTime(), ...entries.map(({ stamp }) => stamp))),
      };
    },
  };
}

const several = { en: 'Partnership programs', es: 'Programas de colaboración' } as const;

const nameOf = (programs: readonly FeedProgram[]): string => {
  const [own] = programs;
  if (own === undefined) return '';
  const titles = new Set(programs.map(({ title }) => title));
  return titles.size === 1 ? own.title : several[own.language];
};
