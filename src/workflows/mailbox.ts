import { allHandlersFinished, ApplicationFailure, condition, Trigger } from '@temporalio/workflow';
import type { AdvanceAnswer, AdvanceRequest, CommandAnswer, CommandRequest } from '../contracts/messages.ts';

export interface Asked<Request, Answer> {
  readonly request: Request;
  readonly reply: Trigger<Answer>;
}

export interface Mail {
  readonly commands: readonly Asked<CommandRequest, CommandAnswer>[];
  readonly advances: readonly Asked<AdvanceRequest, AdvanceAnswer>[];
  readonly endedChildren: readonly string[];
  /** The plan may have changed: load again. */
  readonly reload: boolean;
}

/**
 * What arrived while the workflow was busy or asleep. Handlers only put in; the one loop takes out and answers,
 * so that no two turns ever run at the same time.
 */
export class Mailbox {
  #commands: Asked<CommandRequest, CommandAnswer>[] = [];
  #advances: Asked<AdvanceRequest, AdvanceAnswer>[] = [];
  #endedChildren: string[] = [];
  #reload = false;
  #hints = 0;
  #refresh = false;
  #closed: ApplicationFailure | null = null;

  /** Signals heard that some transaction had counted. */
  get hints(): number {
    return this.#hints;
  }

  get refreshAsked(): boolean {
    return this.#refresh;
  }

  get isEmpty(): boolean {
    return (
      this.#commands.length === 0 &&
      this.#advances.length === 0 &&
      this.#endedChildren.length === 0 &&
      !this.#reload
    );
  }

  command(request: CommandRequest): Promise<CommandAnswer> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    const reply = new Trigger<CommandAnswer>();
    this.#commands.push({ request, reply });
    return asPromise(reply);
  }

  advance(request: AdvanceRequest): Promise<AdvanceAnswer> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    const reply = new Trigger<AdvanceAnswer>();
    this.#advances.push({ request, reply });
    return asPromise(reply);
  }

  planChanged(): void {
    this.#hints += 1;
    this.#reload = true;
  }

  childEnded(key: string): void {
    this.#hints += 1;
    this.#endedChildren.push(key);
  }

  refresh(): void {
    this.#refresh = true;
  }

  take(): Mail {
    const mail: Mail = {
      commands: this.#commands,
      advances: this.#advances,
      endedChildren: this.#endedChildren,
      reload: this.#reload,
    };
    this.#commands = [];
    this.#advances = [];
    this.#endedChildren = [];
    this.#reload = false;
    return mail;
  }

  /** Waits until everybody is answered. False where something arrived meanwhile: it is for this run to take. */
  async settled(): Promise<boolean> {
    await condition(() => allHandlersFinished() || !this.isEmpty);
    return this.isEmpty;
  }

  /** Refuses whatever still waits or comes: the asker is sent to the stored answer or told to ask again. */
  close(type: string, message: string): void {
    this.#closed = ApplicationFailure.create({ type, message, nonRetryable: true });
    const mail = this.take();
    for (const { reply } of [...mail.commands, ...mail.advances]) reply.reject(this.#closed);
  }
}

/** A Trigger is a thenable of its own kind; handlers return plain promises. */
const asPromise = <T>(trigger: Trigger<T>): Promise<T> => Promise.resolve(trigger);
