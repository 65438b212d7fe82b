import type { Socket } from 'node:net';

const CRLF = Buffer.from('\r\n');
const END_OF_BODY = Buffer.from('\r\n.\r\n');

/** Reads an SMTP client's lines and bodies in turn. Null means that the client has gone. */
export class SmtpReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async line(): Promise<string | null> {
    for (;;) {
      const end = this.#rest.indexOf(CRLF);
      if (end >= 0) return this.#take(end, CRLF.length).toString('utf8');
      if (!(await this.#more())) return null;
    }
  }

  /**
   * The message that follows a DATA command, without its dots and its end.
   *
   * @param begun is awaited once the first bytes are here; false stops the reading
   */
  async body(begun: () => Promise<boolean>): Promise<Buffer | null> {
    if (this.#rest.length === 0 && !(await this.#more())) return null;
    if (!(await begun())) return null;
    // The line before the body ended with CRLF: with it, an empty body ends like any other.
    this.#rest = Buffer.concat([CRLF, this.#rest]);
    let searched = 0;
    for (;;) {
      const end = this.#rest.indexOf(END_OF_BODY, searched);
      if (end >= 0) return unstuff(this.#take(end, END_OF_BODY.length)).subarray(CRLF.length);
      searched = Math.max(0, this.#rest.length - END_OF_BODY.length);
      if (!(await this.#more())) return null;
    }
  }

  #take(end: number, skip: number): Buffer {
    const taken = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end + skip);
    return taken;
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    return true;
  }
}

/** A line that begins with a dot arrives with two. */
function unstuff(body: Buffer): Buffer {
  if (!body.includes('\r\n..')) return body;
  return Buffer.from(body.toString('latin1').replaceAll('\r\n..', '\r\n.'), 'latin1');
}
