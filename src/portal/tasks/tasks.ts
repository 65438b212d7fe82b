import { createHash } from 'node:crypto';
import { hashOf } from '../../client/secrets.ts';
import type { TaskDrafts } from '../../client/task-drafts.ts';
import { CommandError } from '../../client/types.ts';
import type { SessionWhenNeeded } from '../../connect/when-needed.ts';
import { parseTaskKey } from '../../domain/keys.ts';
import type { Reader } from '../../read/connection.ts';
import { programTime } from '../../read/program-time.ts';
import { namedPeople, taskDraft, taskEvents, taskLink, taskPage } from '../../read/task-page.ts';
import type { PlanOf } from '../feed/plans.ts';
import type { Entry } from '../http/viewer.ts';
import { openMine } from './mine.ts';
import type { Outcome, Tasks } from './port.ts';
import { maySee, namedOn, viewOf } from './view.ts';

interface TasksOptions {
  readonly reader: Reader;
  readonly planOf: PlanOf;
  readonly session: SessionWhenNeeded;
  readonly drafts: TaskDrafts;
  /** Whether an error says that the database is away, which passes. */
  readonly isAway: (error: unknown) => boolean;
}

/** The pages of tasks on their database, and what people do there through the gateway, as any command. */
export function openTasks({ reader, planOf, session, drafts, isAway }: TasksOptions): Tasks {
  /** @returns `refused` where the rules said no, `away` where asking again may do */
  async function outcomeOf(work: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work();
    } catch (error) {
      if (isAway(error)) return { type: 'away' };
      if (!(error instanceof CommandError)) throw error;
      return { type: error.code === 'busy' || error.code === 'unavailable' ? 'away' : 'refused' };
    }
  }

  /** Previews and carries out. What changed in between is looked at once more, and then left to the person. */
  async function reassign(entry: Entry, task: string, to: string): Promise<Outcome> {
    const { program, person: by } = entry;
    const wish = { kind: 'reassign', scope: {}, from: null, to, task } as const;
    const once = async (): Promise<Outcome> =>
      session.use(async ({ changes }) => {
        const { id } = await changes.preview({ program, by, wish });
        if (id === null) return { type: 'refused' };
        const { changed } = await changes.apply({ change: id, by });
        return { type: 'done', changed };
      });
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof CommandError) || error.code !== 'conflict') throw error;
      return once();
    }
  }

  return {
    linked: async (secret) => taskLink(reader, hashOf(secret)),

    async view({ program, person: id }, key, language, by) {
      if (parseTaskKey(key)?.program !== program) return null;
      const row = await taskPage(reader, key);
      if (row === null) return null;
      const ctx = await planOf(program, row.planVersion);
      // Of a step that the roadmap does not have, such as the mending of a mail, there is no page.
      if (!ctx.roadmap.steps.some((step) => step.id === row.step)) return null;
      if (by === 'sign-in' && !maySee(ctx, row, id)) return null;
      const [events, draft, { now }] = await Promise.all([
        taskEvents(reader, key),
        taskDraft(reader, key, id),
        programTime(reader),
      ]);
      const people = await namedPeople(reader, program, namedOn(ctx, row, id, events));
      const person = people.get(id);
      if (person === undefined) return null;
      const step = ctx.step(row.step, row.team);
      return viewOf({ ctx, row, step, person, language, now, people, events, draft });
    },

    mine: openMine(reader, planOf),

    complete: (entry, task, answer, evidence) =>
      outcomeOf(async () => {
        const id = commandId('complete', entry, task, [answer, evidence]);
        const at = await steppedNow();
        const { changed } = await session.use((gateway) =>
          gateway.complete({ id, task, by: entry.person, answer, evidence, ...at }),
        );
        await forget(task);
        return { type: 'done', changed };
      }),

    hand: (entry, task, to) => outcomeOf(() => reassign(entry, task, to)),

    setAside: (entry, task, reason) =>
      outcomeOf(async () => {
        const id = commandId('waive', entry, task, [reason]);
        const at = await steppedNow();
        const { changed } = await session.use((gateway) =>
          gateway.waive({ id, task, by: entry.person, reason, ...at }),
        );
        await forget(task);
        return { type: 'done', changed };
      }),

    ask: (entry, task, whom, why) =>
      outcomeOf(async () => {
        const handed = await reassign(entry, task, whom);
        if (handed.type !== 'done') return handed;
        // Nobody is written to twice in two days, nor beyond their hours: then the words stay with who wrote them.
        const told = await session
          .use((nudges) => nudges.nudge({ task, by: entry.person, note: why, checkIn: false }))
          .then(
            () => true,
            () => false,
          );
        return { type: 'asked', told };
      }),

    keepDraft: ({ person }, task, typed) => drafts.keep({ task, person, typed }),
  };

  /** A stepped program is told the time with each command; a live one reads its own clock. */
  async function steppedNow(): Promise<{ readonly now?: number }> {
    const { now, stepped } = await programTime(reader);
    return stepped ? { now: now.getTime() } : {};
  }

  /** The task is closed and said to be: what is left of a draft is seen by nobody. */
  async function forget(task: string): Promise<void> {
    await drafts.clear(task).catch(() => undefined);
  }
}

/**
 * The same form of the same person is the same command, whenever it arrives: sent twice, it is carried out once. Made of
 * what is sent, so that nothing of it need be trusted.
 */
function commandId(kind: string, { program, person }: Entry, task: string, sent: readonly unknown[]): string {
  const text = JSON.stringify([kind, program, person, task, ...sent]);
  return `portal-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
