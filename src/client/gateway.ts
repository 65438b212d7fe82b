import { createHash } from 'node:crypto';
import { WorkflowUpdateFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  advanceUpdate,
  commandUpdate,
  type AdvanceAnswer,
  type AdvanceRequest,
  type CommandAnswer,
  type CommandRequest,
} from '../contracts/messages.ts';
import { answerProblems, countsProblems } from '../domain/answers.ts';
import { isOpen } from '../domain/task.ts';
import type { CommandStore, TaskBook, TaskFacts } from './ports.ts';
import { isBusy, isUnavailable } from './service-errors.ts';
import { CommandError, type CompleteTask, type Gateway, type WaiveTask } from './types.ts';

export interface GatewayDependencies {
  readonly temporal: Client;
  readonly commands: CommandStore;
  readonly tasks: TaskBook;
}

interface Request {
  readonly id: string;
  readonly kind: 'complete' | 'waive';
  readonly task: string;
  readonly by: string;
  readonly now?: number;
  readonly payload: object;
}

/** See {@link Gateway}. What people write is stored first; the workflow is handed only the command’s id. */
export function createGateway({ temporal, commands, tasks }: GatewayDependencies): Omit<Gateway, 'close'> {
  async function ask(request: Request, check: (facts: TaskFacts) => void): Promise<CommandAnswer> {
    const facts = await factsOf(request.task);
    if (!facts.eligible.includes(request.by) && !facts.leads.includes(request.by)) {
      throw new CommandError(
        'not_yours',
        `${request.by} has no part in task ${request.task}; it is for ${facts.eligible.join(', ')}, ` +
          `and ${facts.leads.join(', ')} may answer for them`,
      );
    }
    check(facts);
    const { id, kind, task, by, payload } = request;
    const stored = await commands.begin({
      id,
      requestHash: hashOf({ kind, task, by, payload }),
      workflowId: facts.workflowId ?? '',
      payload,
    });
    if (stored.requestHash !== hashOf({ kind, task, by, payload })) {
      throw new CommandError(
        'conflict',
        `command ${id} was used for another request; repeat a request unchanged, or give a new one a new id`,
      );
    }
    if (stored.result !== null) return stored.result;
    if (!isOpen(facts.status)) return answerFromRecord(request);
    return facts.workflowId === null ? closeDirectly(request) : askWorkflow(request, facts.workflowId);
  }

  function closeDirectly({ id, kind, task, by, now }: Request): Promise<CommandAnswer> {
    const status = kind === 'complete' ? 'completed' : 'waived';
    return commands.closeDirectly({ id, task, status, by, now: now ?? Date.now() });
  }

  async function factsOf(key: string): Promise<TaskFacts> {
    const facts = await tasks.find(key);
    if (facts !== null) return facts;
    const planned = await tasks.planned(key);
    if (planned === null) {
      throw new CommandError(
        'not_found',
        `there is no task ${key}; milepost inspect lists the tasks of a team`,
      );
    }
    const opens =
      planned.opensAt === null
        ? 'it waits for an event'
        : `it opens ${new Date(planned.opensAt).toISOString()}`;
    throw new CommandError('not_open_yet', `task ${key} is not open yet: ${opens}`);
  }

  async function askWorkflow(request: Request, workflowId: string): Promise<CommandAnswer> {
    const { id, kind, task, by, now } = request;
    const command: CommandRequest = { id, kind, task, by, ...(now === undefined ? {} : { now }) };
    try {
      return await temporal.workflow
        .getHandle(workflowId)
        .executeUpdate<CommandAnswer, [CommandRequest]>(commandUpdate, { updateId: id, args: [command] });
    } catch (error) {
      if (hasEnded(error)) return answerFromRecord(request);
      if (error instanceof WorkflowUpdateFailedError) {
        await commands.forget(id);
        throw refusal(error);
      }
      throw serviceError(error);
    }
  }

  /** The workflow has ended or the task is closed: the record knows how. */
  async function answerFromRecord({ id, task }: Request): Promise<CommandAnswer> {
    const facts = await factsOf(task);
    if (isOpen(facts.status)) {
      throw new CommandError(
        'unavailable',
        `task ${task} is open, but nothing runs that could close it; milepost doctor says what is wrong`,
      );
    }
    const answer = { task, status: facts.status, changed: false, at: facts.closedAt ?? 0 };
    await commands.finish(id, answer);
    return answer;
  }

  return {
    complete(command: CompleteTask) {
      const { id, task, by, now } = command;
      const payload = { answer: command.answer ?? {}, evidence: command.evidence ?? [] };
      return ask(
        { id, kind: 'complete', task, by, payload, ...(now === undefined ? {} : { now }) },
        (facts) => {
          if (!isOpen(facts.status)) return;
          const problems = answerProblems(facts.fields, facts.evidence, payload.answer, payload.evidence);
          if (facts.kind === 'counts') problems.push(...countsProblems(payload.answer));
          if (problems.length > 0)
            throw new CommandError('invalid_answer', `task ${task}: ${problems.join('; ')}`);
        },
      );
    },

    waive(command: WaiveTask) {
      const { id, task, by, now, reason } = command;
      return ask(
        { id, kind: 'waive', task, by, payload: { reason }, ...(now === undefined ? {} : { now }) },
        () => {
          if (reason.trim() === '') {
            throw new CommandError('invalid_answer', `task ${task}: say in a few words why it is waived`);
          }
        },
      );
    },

    async advance(workflowId: string, tick: number, now: number): Promise<void> {
      try {
        await temporal.workflow
          .getHandle(workflowId)
          .executeUpdate<AdvanceAnswer, [AdvanceRequest]>(advanceUpdate, {
            updateId: `advance-${tick}-${now}`,
            args: [{ tick, now }],
          });
      } catch (error) {
        if (!hasEnded(error)) throw serviceError(error);
      }
    },
  };
}

const hasEnded = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError ||
  (error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    (error.cause.type === 'workflow_ended' || error.cause.type === 'AcceptedUpdateCompletedWorkflow'));

function refusal(error: WorkflowUpdateFailedError): CommandError {
  const cause = error.cause instanceof ApplicationFailure ? error.cause : null;
  switch (cause?.type) {
    case 'not_open_yet':
      return new CommandError('not_open_yet', cause.message, { cause: error });
    case 'unknown_task':
      return new CommandError('not_found', cause.message, { cause: error });
    default:
      return new CommandError(
        'unavailable',
        `the workflow could not answer: ${cause?.message ?? error.message}`,
        {
          cause: error,
        },
      );
  }
}

function serviceError(error: unknown): unknown {
  if (isBusy(error)) {
    return new CommandError('busy', 'many answers are arriving at once; try again in a moment', {
      cause: error,
    });
  }
  if (isUnavailable(error)) {
    return new CommandError('unavailable', 'Temporal cannot be reached; nothing was changed, try again', {
      cause: error,
    });
  }
  return error;
}

const hashOf = (request: object): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(request)))
    .digest('hex');

/** The same request in another order of keys is the same request. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  );
}
