import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import {
  advanceUpdate,
  commandUpdate,
  type AdvanceAnswer,
  type AdvanceRequest,
  type CommandAnswer,
  type CommandRequest,
} from '../contracts/messages.ts';
import { answerProblems, countsProblems, reasonProblems } from '../domain/answers.ts';
import { isOpen } from '../domain/task.ts';
import { StoreUnavailable, type CommandStore, type TaskBook, type TaskFacts } from './ports.ts';
import { requestHash } from './request-hash.ts';
import { hasEnded, refusal, serviceError, wasNotSeen } from './update-errors.ts';
import { CommandError, type CompleteTask, type Gateway, type WaiveTask } from './types.ts';

export interface GatewayDependencies {
  readonly temporal: Client;
  readonly commands: CommandStore;
  readonly tasks: TaskBook;
}

/** A run is renewed once a month: more than one renewal in the way of one question is a deployment’s. */
const RENEWALS_BORNE = 10;
const RENEWAL_MS = 20;

const closesByItself = (task: string): CommandError =>
  new CommandError(
    'conflict',
    `task ${task} is a gate: it closes by itself when what it needs is done. Complete those tasks (milepost inspect names them), or waive the gate with a reason`,
  );

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
    try {
      return await carryOut(request, check);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new CommandError(
        'unavailable',
        'Postgres cannot be reached; ask again with the same id, and it is done once',
        { cause: error },
      );
    }
  }

  async function carryOut(request: Request, check: (facts: TaskFacts) => void): Promise<CommandAnswer> {
    const facts = await factsOf(request.task);
    if (!facts.eligible.includes(request.by) && !facts.leads.includes(request.by)) {
      throw new CommandError('not_yours', notYours(request, facts));
    }
    check(facts);
    const { id, kind, task, by, payload } = request;
    const hash = requestHash({ kind, task, by, payload });
    const stored = await commands.begin({
      id,
      requestHash: hash,
      workflowId: facts.workflowId ?? '',
      payload,
    });
    if (stored.requestHash !== hash) {
      throw new CommandError(
        'conflict',
        `command ${id} was used for another request; repeat a request unchanged, or give a new one a new id`,
      );
    }
    if (stored.result !== null) return stored.result;
    if (!isOpen(facts.status)) return answerFromRecord(request);
    return facts.workflowId === null
      ? closeDirectly(request)
      : askWorkflow(request, facts.workflowId, stored.askedAt);
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
    if (planned.tasks.length > 0) {
      throw new CommandError(
        'not_found',
        `there is no task ${key}; of this step there are ${planned.tasks.join(', ')}`,
      );
    }
    const opens =
      planned.opens === null
        ? 'it waits for an event'
        : `it opens ${planned.opens.local} (${planned.opens.zone})`;
    throw new CommandError('not_open_yet', `task ${key} is not open yet: ${opens}`);
  }

  /** Asks a workflow, and its next run where this one was renewed before it saw the question. */
  async function update<Answer>(
    workflowId: string,
    name: string,
    options: { readonly updateId: string; readonly args: [CommandRequest | AdvanceRequest] },
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await temporal.workflow
          .getHandle(workflowId)
          .executeUpdate<Answer, [CommandRequest | AdvanceRequest]>(name, options);
      } catch (error) {
        if (!wasNotSeen(error) || attempt === RENEWALS_BORNE) throw error;
        await sleep(attempt * RENEWAL_MS);
      }
    }
  }

  /** A run keeps its refusals by update id: after one was taken back, the same command is a new update. */
  async function askWorkflow(request: Request, workflowId: string, askedAt: number): Promise<CommandAnswer> {
    const { id, kind, task, by, now } = request;
    const command: CommandRequest = { id, kind, task, by, ...(now === undefined ? {} : { now }) };
    try {
      const answer = await update<CommandAnswer>(workflowId, commandUpdate, {
        updateId: `${id}-${askedAt}`,
        args: [command],
      });
      // Asked again of a run that followed, it finds its own work done: the first answer is the one that holds.
      return answer.changed ? answer : await commands.finish(id, answer);
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
    return commands.finish(id, { task, status: facts.status, changed: false, at: facts.closedAt ?? 0 });
  }

  return {
    complete(command: CompleteTask) {
      const { id, task, by, now } = command;
      const payload = { answer: command.answer ?? {}, evidence: command.evidence ?? [] };
      return ask(
        { id, kind: 'complete', task, by, payload, ...(now === undefined ? {} : { now }) },
        (facts) => {
          if (!isOpen(facts.status)) return;
          if (facts.kind === 'gate') throw closesByItself(task);
          const problems = answerProblems(facts.fields, facts.evidence, payload.answer, payload.evidence);
          if (problems.length === 0 && facts.kind === 'counts')
            problems.push(...countsProblems(payload.answer));
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
          const problems = reasonProblems(reason);
          if (problems.length > 0)
            throw new CommandError('invalid_answer', `task ${task}: ${problems.join('; ')}`);
        },
      );
    },

    async advance(workflowId: string, tick: number, now: number): Promise<void> {
      try {
        await update<AdvanceAnswer>(workflowId, advanceUpdate, {
          updateId: `advance-${tick}-${now}`,
          args: [{ tick, now }],
        });
      } catch (error) {
        if (!hasEnded(error)) throw serviceError(error);
      }
    },
  };
}

function notYours({ by, task }: Request, { eligible, leads, knows }: TaskFacts): string {
  const others = leads.filter((lead) => !eligible.includes(lead));
  const who = knows(by)
    ? `${by} has no part in task ${task}`
    : `this program has no person ${by} who could answer for task ${task}`;
  const instead = others.length === 0 ? '' : `, and ${others.join(' or ')} may answer instead`;
  return `${who}; it is for ${eligible.join(', ')}${instead}`;
}
