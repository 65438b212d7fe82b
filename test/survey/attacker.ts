import type { Pool } from '../../src/adapters/db/pool.ts';

/** What a backup has of a card and of an answer, with what Postgres itself writes on each row. */
interface Row {
  readonly xmin: number;
  /** Where it lies in the file: page and place in it. */
  readonly place: number;
}
interface CardRow extends Row {
  readonly hash: string;
  readonly spent: boolean;
}
interface AnswerRow extends Row {
  readonly id: string;
  readonly value: number;
}

export interface Backup {
  readonly cards: readonly CardRow[];
  readonly answers: readonly AnswerRow[];
}

/** Everything that lies in the hands of the attacker. The open spool does not, nor does it lie in a backup. */
export interface Loot {
  readonly backups: readonly Backup[];
  /** Hashes of the cards in the order in which their forms were sent in, as somebody in the waiting room may know. */
  readonly sent: readonly string[];
  /** The lines of the portal's log about forms that were taken, in their order. */
  readonly log: readonly unknown[];
}

/** A backup as `pg_dump --exclude-table-data=survey_spool` takes it, and more: with what is hidden in each row. */
export async function takeBackup(pool: Pool, item: string): Promise<Backup> {
  const hidden = `xmin::text::bigint AS xmin, (ctid::text::point)[0] * 10000 + (ctid::text::point)[1] AS place`;
  const cards = await pool.query<CardRow>(`SELECT ${hidden}, code_hash AS hash, spent FROM survey_card`);
  const answers = await pool.query<AnswerRow>(
    `SELECT ${hidden}, id::text, value FROM survey_answer WHERE item = $1`,
    [item],
  );
  return { cards: cards.rows, answers: answers.rows };
}

/** For a card, by its hash: the answer that the attacker holds for its. */
type Links = ReadonlyMap<string, AnswerRow>;

const by =
  <T>(...keys: ((row: T) => number | string)[]) =>
  (a: T, b: T): number => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  };
const asWritten = <T extends Row>(rows: readonly T[]) =>
  rows.toSorted(
    by<T>(
      (row) => row.xmin,
      (row) => row.place,
    ),
  );
const asItLies = <T extends Row>(rows: readonly T[]) => rows.toSorted(by<T>((row) => row.place));

const paired = (hashes: readonly string[], answers: readonly AnswerRow[]): Links =>
  new Map(hashes.flatMap((hash, i) => (answers[i] === undefined ? [] : [[hash, answers[i]] as const])));

const spentOf = ({ cards }: Backup) => cards.filter(({ spent }) => spent);
const hashes = (cards: readonly CardRow[]) => cards.map(({ hash }) => hash);

/** Pairs what is new between each two backups that follow each other. */
function betweenBackups({ backups }: Loot, order: <T extends Row>(rows: readonly T[]) => T[]): Links {
  const links = new Map<string, AnswerRow>();
  const open: CardRow[] = [];
  let before: Backup = { cards: [], answers: [] };
  for (const backup of backups) {
    const known = new Set(hashes(spentOf(before)));
    open.push(...order(spentOf(backup).filter(({ hash }) => !known.has(hash))));
    const ids = new Set(before.answers.map(({ id }) => id));
    const fresh = order(backup.answers.filter(({ id }) => !ids.has(id)));
    // Whoever answered first is answered for first.
    for (const answer of fresh) {
      const card = open.shift();
      if (card !== undefined) links.set(card.hash, answer);
    }
    before = backup;
  }
  return links;
}

/** A card and the answer that were written by one transaction. */
function sameTransaction(backups: readonly Backup[]): Links {
  const links = new Map<string, AnswerRow>();
  for (const backup of backups) {
    const answers = new Map(asItLies(backup.answers).map((answer) => [answer.xmin, answer]));
    for (const { hash, xmin } of spentOf(backup)) {
      const answer = answers.get(xmin);
      if (answer !== undefined && !links.has(hash)) links.set(hash, answer);
    }
  }
  return links;
}

/** A card and the first answer that was written after it and is nobody's yet. */
function nextWritten(backup: Backup): Links {
  const links = new Map<string, AnswerRow>();
  const free = asWritten(backup.answers);
  for (const { hash, xmin } of asWritten(spentOf(backup))) {
    const at = free.findIndex((answer) => answer.xmin >= xmin);
    const [answer] = at < 0 ? [] : free.splice(at, 1);
    if (answer !== undefined) links.set(hash, answer);
  }
  return links;
}

/** All ways in which we know how to tell whose answer is whose. */
export function attacks(loot: Loot): ReadonlyMap<string, Links> {
  const last = loot.backups.at(-1)!;
  const told = loot.sent.slice(0, loot.log.length);
  return new Map([
    [
      'cards and answers as they were written',
      paired(hashes(asWritten(spentOf(last))), asWritten(last.answers)),
    ],
    ['cards and answers as they lie', paired(hashes(asItLies(spentOf(last))), asItLies(last.answers))],
    ['one transaction in one backup', sameTransaction([last])],
    ['one transaction in any backup', sameTransaction(loot.backups)],
    ['the next transaction', nextWritten(last)],
    ['what is new in a backup, as written', betweenBackups(loot, asWritten)],
    ['what is new in a backup, as it lies', betweenBackups(loot, asItLies)],
    ['the order of the log, and answers as written', paired(told, asWritten(last.answers))],
    ['the order of the log, and answers as they lie', paired(told, asItLies(last.answers))],
    ['the order of the log, and answers by id', paired(told, last.answers.toSorted(by((row) => row.id)))],
  ]);
}
