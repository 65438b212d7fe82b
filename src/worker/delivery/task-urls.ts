import type { ClaimedRow } from '../../adapters/db/outbox-row.ts';
import { hashOf, newSecret } from '../../client/secrets.ts';
import type { KeptLink, LinkedTask } from '../../client/task-links.ts';
import { baseKind } from '../../domain/message-kinds.ts';

/** Addresses of task pages for mails that are being written, by the key of the task. */
export type TaskUrlsByKey = ReadonlyMap<string, string>;

export const NO_TASK_URLS: TaskUrlsByKey = new Map();

export interface TaskUrls {
  /** Makes the addresses for mails that are written one by one soon, all in one go. */
  readonly foresee: (rows: readonly ClaimedRow[]) => Promise<void>;
  /** The addresses for one mail, which holds all these rows. */
  readonly of: (rows: readonly ClaimedRow[]) => Promise<TaskUrlsByKey>;
}

/** As many as a herd prepares. */
const MOST = 20_000;

/** @param keep is given the links of a mail before it is written */
export function createTaskUrls(
  keep: (links: readonly KeptLink[]) => Promise<void>,
  publicUrl: string,
): TaskUrls {
  /** By id of a row. */
  const foreseen = new Map<string, string>();

  async function urlsFor(links: readonly LinkedTask[]): Promise<readonly string[]> {
    if (links.length === 0) return [];
    const made = links.map((link) => ({ link, secret: newSecret() }));
    await keep(made.map(({ link, secret }) => ({ ...link, hash: hashOf(secret) })));
    return made.map(({ secret }) => `${publicUrl}/t/${secret}`);
  }

  return {
    async foresee(rows) {
      const linked = rows.flatMap((row) => {
        const link = row.webhookUrl === null ? linkOf(row) : null;
        return link === null ? [] : [{ id: row.id, link }];
      });
      const urls = await urlsFor(linked.map(({ link }) => link));
      if (foreseen.size + linked.length > MOST) foreseen.clear();
      linked.forEach(({ id }, place) => foreseen.set(id, urls[place] ?? ''));
    },

    async of(rows) {
      const found = new Map<string, string>();
      const missing = new Map<string, LinkedTask>();
      for (const row of rows) {
        const link = linkOf(row);
        if (link === null) continue;
        const url = foreseen.get(row.id);
        foreseen.delete(row.id);
        if (url !== undefined) found.set(link.task, url);
        else missing.set(link.task, link);
      }
      const wanted = [...missing.values()].filter(({ task }) => !found.has(task));
      const urls = await urlsFor(wanted);
      wanted.forEach(({ task }, place) => found.set(task, urls[place] ?? ''));
      return found;
    },
  };
}

/** Whoever has nothing more to do with a task needs no way to it, and a notice has none. */
const linkOf = ({ taskKey, programId, recipient, kind }: ClaimedRow): LinkedTask | null =>
  taskKey === null || baseKind(kind) === 'takeover'
    ? null
    : { program: programId, task: taskKey, person: recipient };
