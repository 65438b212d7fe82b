import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { classifyFailure, replyCode, type Outcome, type SmtpError } from './outcome.ts';

/** A whole MIME message and whom it goes between. */
export interface Letter {
  readonly from: string;
  readonly to: string;
  readonly mime: Buffer;
}

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS where it is offered. */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | null;
}

/**
 * One connection, used for one letter at a time and opened again when it was lost.
 * `connect` and `send` answer within `sendMs` of real time, whatever the server does.
 */
export class SmtpLane {
  readonly #server: SmtpServer;
  readonly #sendMs: number;
  #connection: SMTPConnection | null = null;
  #dialing: Promise<Outcome | null> | null = null;
  #bodyLeft = false;

  constructor(server: SmtpServer, sendMs: number) {
    this.#server = server;
    this.#sendMs = sendMs;
  }

  get open(): boolean {
    return this.#connection !== null && this.#dialing === null;
  }

  /** Connects and logs in where it has not; null when ready, else why not. */
  async connect(until = performance.now() + this.#sendMs): Promise<Outcome | null> {
    if (this.open) return null;
    this.#dialing ??= this.#bounded<Outcome | null>(until, (settle) => this.#dial(settle)).finally(() => {
      this.#dialing = null;
    });
    return this.#dialing;
  }

  /** Never throws. */
  async send(letter: Letter): Promise<Outcome> {
    const until = performance.now() + this.#sendMs;
    const reused = this.open;
    const unready = await this.connect(until);
    if (unready !== null) return unready;
    const outcome = await this.#deliver(letter, until);
    // A server may end an idle connection at any time; that says nothing about the next one.
    if (outcome.type !== 'unreachable' || !reused) return outcome;
    const stillDown = await this.connect(until);
    return stillDown ?? (await this.#deliver(letter, until));
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.quit();
  }

  #deliver(letter: Letter, until: number): Promise<Outcome> {
    this.#bodyLeft = false;
    return this.#bounded<Outcome>(until, (settle) => {
      const connection = this.#connection;
      if (connection === null) return settle({ type: 'unreachable', cause: 'ECONNECTION' });
      connection.send({ from: letter.from, to: [letter.to] }, letter.mime, (error, info) => {
        if (error === null) return settle({ type: 'sent', reply: replyCode(info.response) });
        const outcome = classifyFailure(error, this.#bodyLeft);
        const sessionLives = outcome.type === 'refused' || outcome.type === 'bounced';
        if (!sessionLives || (error as SmtpError).responseCode === 421 || this.#connection !== connection) {
          this.#drop();
          return settle(outcome);
        }
        connection.reset((resetError) => {
          if (resetError) this.#drop();
          settle(outcome);
        });
      });
    });
  }

  #dial(settle: (outcome: Outcome | null) => void): void {
    this.#bodyLeft = false;
    const connection = new SMTPConnection({
      host: this.#server.host,
      port: this.#server.port,
      secure: this.#server.secure,
      connectionTimeout: this.#sendMs,
      greetingTimeout: this.#sendMs,
      socketTimeout: this.#sendMs,
      logger: this.#phaseWatch(),
    });
    this.#connection = connection;
    const gone = (error?: unknown): void => {
      if (this.#connection === connection) this.#connection = null;
      settle(classifyFailure(error ?? {}, false));
    };
    connection.on('error', gone);
    connection.once('end', () => gone());
    connection.connect((error?: unknown) => {
      if (error) return gone(error);
      const { auth } = this.#server;
      if (auth === null) return settle(null);
      connection.login({ user: auth.user, pass: auth.pass }, (loginError) => {
        if (!loginError) return settle(null);
        this.#drop();
        gone(loginError);
      });
    });
  }

  /** nodemailer logs `tnx: 'message'` when the last byte of a message went to the socket, and tells it no other way. */
  #phaseWatch() {
    const watch = (entry: unknown): void => {
      if ((entry as { tnx?: string } | null)?.tnx === 'message') this.#bodyLeft = true;
    };
    const silent = (): void => undefined;
    return {
      level: silent,
      trace: silent,
      debug: silent,
      info: watch,
      warn: silent,
      error: silent,
      fatal: silent,
    };
  }

  #drop(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
  }

  /** Socket timeouts restart with every byte; a server that trickles its reply is cut here. */
  #bounded<T extends Outcome | null>(
    until: number,
    work: (settle: (value: T | Outcome) => void) => void,
  ): Promise<T | Outcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const outcome = classifyFailure({ code: 'ETIMEDOUT' }, this.#bodyLeft);
        resolve(outcome);
        this.#drop();
      }, until - performance.now());
      work((value) => {
        clearTimeout(timer);
        resolve(value);
      });
    });
  }
}
