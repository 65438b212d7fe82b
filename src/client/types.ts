import type { CommandAnswer } from '../contracts/messages.ts';
import type { Answer } from '../domain/answers.ts';

export type { Answer } from '../domain/answers.ts';

export interface CompleteTask {
  /** Idempotency key: the same id asks the same thing once. */
  readonly id: string;
  /** Natural key of the task. */
  readonly task: string;
  /** Person id. */
  readonly by: string;
  readonly answer?: Answer;
  readonly evidence?: readonly string[];
  /** Program time in ms; only where the clock is stepped. */
  readonly now?: number;
}

export interface WaiveTask {
  readonly id: string;
  readonly task: string;
  readonly by: string;
  readonly reason: string;
  readonly now?: number;
}

/** Typed gateway to running programs. All methods throw {@link CommandError} with a code of the closed list. */
export interface Gateway {
  /** Completes a task. Closed before: the same answer as then, `changed: false`. */
  complete(command: CompleteTask): Promise<CommandAnswer>;
  waive(command: WaiveTask): Promise<CommandAnswer>;
  /** Stepped clock: tells one workflow the time and waits until its turn is committed. */
  advance(workflowId: string, tick: number, now: number): Promise<void>;
  close(): Promise<void>;
}

export type CommandErrorCode =
  'not_found' | 'not_yours' | 'not_open_yet' | 'invalid_answer' | 'conflict' | 'busy' | 'unavailable';

/** `message` names the place, the value and the way out. */
export class CommandError extends Error {
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.code = code;
  }
}
