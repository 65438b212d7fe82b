import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaughtMail } from './mail.ts';
import type { Letter } from './smtp-session.ts';

/** One line of `mails.jsonl`: the mail, and where its text lies in `mails.raw`. */
interface Entry extends CaughtMail {
  readonly offset: number;
}

interface Pending {
  readonly entry: Entry;
  readonly raw: Buffer;
  readonly kept: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Keeps mails in two files that only ever grow: an index of JSON lines and the raw texts one after another.
 * Nothing is parsed but the headers; that is for whoever reads.
 */
export class MailStore {
  readonly #entries: Entry[];
  readonly #index: FileHandle;
  readonly #raw: FileHandle;
  #end: number;
  #nextRow: number;
  #pending: Pending[] = [];
  #writing: Promise<void> | null = null;

  private constructor(index: FileHandle, raw: FileHandle, entries: Entry[]) {
    this.#index = index;
    this.#raw = raw;
    this.#entries = entries;
    this.#nextRow = entries.length;
    const last = entries.at(-1);
    this.#end = last === undefined ? 0 : last.offset + last.size;
  }

  static async open(dir: string): Promise<MailStore> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const indexFile = join(dir, 'mails.jsonl');
    const text = await readFile(indexFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    // A line without its end was cut by a kill: its mail was never acknowledged.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const index = await open(indexFile, 'a', 0o600);
    await index.truncate(Buffer.byteLength(whole));
    const entries = whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Entry);
    // Not opened for appending: a text without an index line is written over.
    const raw = await open(join(dir, 'mails.raw'), 'r+', 0o600).catch(() =>
      open(join(dir, 'mails.raw'), 'w+', 0o600),
    );
    return new MailStore(index, raw, entries);
  }

  get count(): number {
    return this.#entries.length;
  }

  /** Mails in order of receipt, from a row on. */
  list(from = 0, limit = Number.MAX_SAFE_INTEGER): readonly CaughtMail[] {
    return this.#entries.slice(from, from + limit);
  }

  async raw(row: number): Promise<Buffer | null> {
    const entry = this.#entries[row];
    if (entry === undefined) return null;
    const buffer = Buffer.alloc(entry.size);
    await this.#raw.read(buffer, 0, entry.size, entry.offset);
    return buffer;
  }

  /** Resolves when the mail is in both files. Mails that arrive together are written together. */
  keep({ from, to, headers, raw }: Letter): Promise<void> {
    return new Promise((kept, failed) => {
      const row = this.#nextRow++;
      const entry = { row, receivedAt: Date.now(), from, to, headers, size: raw.length, offset: this.#end };
      this.#end += raw.length;
      this.#pending.push({ entry, raw, kept, failed });
      this.#writing ??= this.#writeAll().finally(() => (this.#writing = null));
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await Promise.all([this.#index.close(), this.#raw.close()]);
  }

  async #writeAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      try {
        const texts = Buffer.concat(batch.map(({ raw }) => raw));
        await this.#raw.write(texts, 0, texts.length, batch[0]!.entry.offset);
        await this.#index.write(batch.map(({ entry }) => `${JSON.stringify(entry)}\n`).join(''));
        this.#entries.push(...batch.map(({ entry }) => entry));
        for (const { kept } of batch) kept();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
  }
}
