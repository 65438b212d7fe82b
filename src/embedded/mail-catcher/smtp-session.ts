import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { subjectOf, type FaultPlan, type Phase } from './faults.ts';
import { parseHeaders } from './mail.ts';
import { SmtpReader } from './smtp-reader.ts';

export interface Letter {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the conversations of one catcher share. */
export interface SmtpHost {
  plan(): FaultPlan | null;
  /** Keeps a letter; resolves when it may be acknowledged. */
  keep(letter: Letter): Promise<void>;
  /** Answers given to each message or recipient so far. */
  readonly answered: Map<string, number>;
}

/** Returned where the conversation was cut. */
const CUT = Symbol('cut');

/** Holds one SMTP conversation, to its end. Never throws: a client that disappears is an ordinary end. */
export async function converse(socket: Socket, connection: number, host: SmtpHost): Promise<void> {
  socket.setNoDelay(true);
  try {
    await new Conversation(socket, connection, host).run();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ECONNRESET' && code !== 'EPIPE' && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  } finally {
    socket.destroy();
  }
}

class Conversation {
  readonly #socket: Socket;
  readonly #connection: number;
  readonly #host: SmtpHost;
  readonly #reader: SmtpReader;
  #from: string | null = null;
  #to: string[] = [];

  constructor(socket: Socket, connection: number, host: SmtpHost) {
    this.#socket = socket;
    this.#connection = connection;
    this.#host = host;
    this.#reader = new SmtpReader(socket);
  }

  async run(): Promise<void> {
    let reply = (await this.#misbehave('greeting')) ?? '220 mail catcher';
    while (reply !== CUT) {
      this.#socket.write(`${reply}\r\n`);
      const line = await this.#reader.line();
      if (line === null) return;
      reply = await this.#answer(line);
    }
  }

  /** The reply to one command. */
  async #answer(line: string): Promise<string | typeof CUT> {
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return '250-mail catcher\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8';
      case 'HELO':
      case 'NOOP':
        return '250 ok';
      case 'RSET':
        this.#reset();
        return '250 ok';
      case 'MAIL':
        return this.#mail(line);
      case 'RCPT':
        return this.#rcpt(line);
      case 'DATA':
        return this.#data();
      case 'QUIT':
        this.#socket.end('221 bye\r\n');
        return CUT;
      default:
        return '502 5.5.1 command not implemented';
    }
  }

  async #mail(line: string): Promise<string | typeof CUT> {
    this.#reset();
    this.#from = address(line);
    const fault = await this.#misbehave('mail');
    if (fault !== null) this.#reset();
    return fault ?? '250 2.1.0 ok';
  }

  async #rcpt(line: string): Promise<string | typeof CUT> {
    if (this.#from === null) return '503 5.5.1 MAIL first';
    this.#to.push(address(line));
    const fault = await this.#misbehave('rcpt');
    if (fault !== null) this.#to.pop();
    return fault ?? '250 2.1.5 ok';
  }

  async #data(): Promise<string | typeof CUT> {
    if (this.#from === null || this.#to.length === 0) return '503 5.5.1 RCPT first';
    const refusal = await this.#misbehave('data');
    if (refusal !== null) return refusal;
    this.#socket.write('354 go ahead\r\n');
    const raw = await this.#reader.body(async () => (await this.#misbehave('mid-body')) !== CUT);
    if (raw === null) return CUT;

    const letter: Letter = { from: this.#from, to: this.#to, raw, headers: parseHeaders(raw) };
    const fault = await this.#misbehave('body', letter);
    if (fault === null) await this.#host.keep(letter);
    this.#reset();
    return fault ?? '250 2.0.0 kept';
  }

  /** Null to go on, else the reply to give instead. */
  async #misbehave(phase: Phase, letter?: Letter): Promise<string | typeof CUT | null> {
    const plan = this.#host.plan();
    if (plan === null) return null;
    const headers = letter?.headers ?? null;
    const known = { phase, connection: this.#connection, from: this.#from, to: this.#to, headers };
    const { answered } = this.#host;
    const subject = `${phase} ${subjectOf(known)}`;
    const attempt = (answered.get(subject) ?? 0) + 1;
    const fault = await plan({ ...known, attempt });
    if (fault?.delayMs !== undefined) await pause(fault.delayMs);
    if (fault?.cut === true) {
      if (letter !== undefined && fault.keep !== false) await this.#host.keep(letter);
      this.#socket.destroy();
      return CUT;
    }
    answered.set(subject, attempt);
    return fault?.reply === undefined ? null : `${fault.reply.code} ${fault.reply.text}`;
  }

  #reset(): void {
    this.#from = null;
    this.#to = [];
  }
}

const address = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';
