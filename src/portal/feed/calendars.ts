import { createHash } from 'node:crypto';
import { hashOf } from '../../client/secrets.ts';
import { calendarText, type CalendarEntry } from '../../ical/calendar-text.ts';
import type { Reader } from '../../read/connection.ts';
import { feedPlanned, feedPrograms, feedTasks, type FeedProgram } from '../../read/feed.ts';
import { programTime } from '../../read/program-time.ts';
import { entryOf } from './entries.ts';
import { asksSomebody, isTheirTask, scopeOf, willBeTheirs } from './parts.ts';
import { keptPlans } from './plans.ts';

/** A person's calendar as it stands now. */
export interface Calendar {
  /** Says the text: the same as long as that is. */
  readonly etag: string;
  readonly modified: Date;
  /** Most of the work: most who ask have it already. */
  readonly text: () => string;
}

/** Raise it when the same events are written otherwise, so that everybody reads them anew. */
const WRITTEN_AS = 1;

export interface Calendars {
  /** Null where nobody holds this secret, whatever it looks like. */
  find(secret: string): Promise<Calendar | null>;
}

const DONE_DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;
const LOOK_AGAIN_SECONDS = 60 * 60;

/** Calendars out of the database. `domain` ends every UID, as in the mails. */
export function openCalendars(reader: Reader, domain: string, planOf = keptPlans(reader)): Calendars {
  async function entriesOf(taking: FeedProgram, doneSince: Date): Promise<CalendarEntry[]> {
    const { program, person } = taking;
    const ctx = await planOf(program, taking.planVersion);
    // Of a step that the roadmap does not have, such as the mending of a mail, there is nothing to say.
    const known = new Map(ctx.roadmap.steps.filter(asksSomebody).map((step) => [step.id, step]));
    const { teams, steps } = scopeOf(ctx, person);
    // In this order: a step that opens in between is then found twice and not missed.
    const planned = await feedPlanned(reader, program, teams, steps);
    const tasks = await feedTasks(reader, program, person, teams, doneSince);
    return [
      ...tasks.filter((task) => {
        const step = known.get(task.step);
        return step !== undefined && isTheirTask(step, task, person);
      }),
      ...planned.filter((each) => willBeTheirs(ctx, each, person)),
    ].map((step) => entryOf(ctx, step, taking.language));
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
      const options = { domain, feed: { name: nameOf(programs), everySeconds: LOOK_AGAIN_SECONDS } };
      const said = JSON.stringify([WRITTEN_AS, options, entries]);
      return {
        etag: createHash('sha256').update(said).digest('base64url').slice(0, 22),
        modified: new Date(Math.max(own.madeAt.getTime(), ...entries.map(({ stamp }) => stamp))),
        text: () => calendarText(entries, options),
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
