import { beforeAll, describe, expect, it } from 'vitest';
import { commandStore } from '../../src/adapters/db/command-store.ts';
import { createGateway } from '../../src/client/gateway.ts';
import type { TaskFacts } from '../../src/client/ports.ts';
import { CommandError } from '../../src/client/types.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

const { session, pool, launch, temporal } = await testEngine('stepped');
const launchAt = Date.parse('2027-01-11T14:00:00Z');
const MINUTE = 60_000;
const hello = 'minutes/trial-team/say-hello/once';

const refusal = async (work: Promise<unknown>): Promise<CommandError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CommandError);
  return error as CommandError;
};
const answers = async () =>
  (
    await pool.query<{ answer: unknown; closed_by: string }>(
      'SELECT answer, closed_by FROM task WHERE key = $1',
      [hello],
    )
  ).rows;

beforeAll(async () => {
  await launch('examples/minutes/program.yaml', { launchAt });
  await stepThrough({ session, pool }, { until: launchAt });
});

describe('a command', () => {
  it('for a task that does not exist says where to look', async () => {
    const error = await refusal(
      session.complete({ id: 'a', task: 'minutes/trial-team/sing/once', by: 'kim' }),
    );
    expect(error).toMatchObject({ code: 'not_found' });
    expect(error.message).toContain('milepost inspect');
  });

  it('for a task that is not open yet says when it opens, on the clock of its team', async () => {
    const task = 'minutes/trial-team/look-around/once/jo';
    const error = await refusal(session.complete({ id: 'b', task, by: 'jo' }));
    expect(error).toMatchObject({ code: 'not_open_yet' });
    expect(error.message).toContain('it opens 2027-01-11 14:01 (UTC)');
  });

  it('for nobody’s task of an open step names those that there are', async () => {
    const task = 'minutes/trial-team/say-hello/once/luz';
    const error = await refusal(session.complete({ id: 'b2', task, by: 'luz' }));
    expect(error).toMatchObject({ code: 'not_found' });
    expect(error.message).toContain(`of this step there are ${hello}`);
  });

  it('from somebody whom the program does not know says so', async () => {
    const error = await refusal(
      session.complete({ id: 'c0', task: hello, by: 'kym', answer: { word: 'hola' } }),
    );
    expect(error).toMatchObject({ code: 'not_yours' });
    expect(error.message).toBe(
      `this program has no person kym who could answer for task ${hello}; it is for kim, and alex or robin may answer instead`,
    );
  });

  it('from somebody with no part in the task names whose it is', async () => {
    const error = await refusal(
      session.complete({ id: 'c', task: hello, by: 'luz', answer: { word: 'hola' } }),
    );
    expect(error).toMatchObject({ code: 'not_yours' });
    expect(error.message).toContain('kim');
  });

  it('with a field missing names the field, and leaves nothing behind', async () => {
    const error = await refusal(session.complete({ id: 'd', task: hello, by: 'kim', answer: {} }));
    expect(error).toMatchObject({ code: 'invalid_answer' });
    expect(error.message).toContain('field word is needed');
    expect((await pool.query(`SELECT id FROM command WHERE id = 'd'`)).rows).toEqual([]);
  });

  it('asked twenty times at once is carried out once, and answered alike', async () => {
    const command = {
      id: 'same',
      task: hello,
      by: 'kim',
      answer: { word: 'bonjour' },
      now: launchAt + MINUTE / 2,
    };
    const given = await Promise.all(Array.from({ length: 20 }, () => session.complete(command)));
    expect(new Set(given.map((answer) => JSON.stringify(Object.entries(answer).sort())))).toHaveLength(1);
    expect(given[0]).toEqual({ task: hello, status: 'completed', changed: true, at: launchAt + MINUTE / 2 });
    const { rows } = await pool.query(`SELECT type FROM event WHERE key = $1 AND type = 'task.completed'`, [
      hello,
    ]);
    expect(rows).toHaveLength(1);
    expect(await answers()).toEqual([{ answer: { word: 'bonjour' }, closed_by: 'kim' }]);
  });

  it('under an id that asked something else is refused', async () => {
    const error = await refusal(
      session.complete({ id: 'same', task: hello, by: 'kim', answer: { word: 'other' } }),
    );
    expect(error).toMatchObject({ code: 'conflict' });
    expect(await answers()).toEqual([{ answer: { word: 'bonjour' }, closed_by: 'kim' }]);
  });

  it('for a closed task is told how it was closed, and changes nothing', async () => {
    const again = await session.complete({ id: 'late', task: hello, by: 'alex', answer: { word: 'late' } });
    expect(again).toEqual({ task: hello, status: 'completed', changed: false, at: launchAt + MINUTE / 2 });
    expect(await answers()).toEqual([{ answer: { word: 'bonjour' }, closed_by: 'kim' }]);
  });

  it('after the whole program has ended is answered from the record', async () => {
    await stepThrough({ session, pool });
    const lapsed = await session.complete({
      id: 'after',
      task: 'minutes/trial-team/look-around/once/jo',
      by: 'jo',
    });
    expect(lapsed).toMatchObject({ status: 'lapsed', changed: false });
  });
});

it('no word that a person wrote, and no name or address, enters a history', async () => {
  const { rows } = await pool.query<{ workflow_id: string }>('SELECT workflow_id FROM workflow_state');
  expect(rows.length).toBeGreaterThan(2);
  for (const { workflow_id } of rows) {
    const history = await temporal.client.workflow.getHandle(workflow_id).fetchHistory();
    const text = payloadsOf(history);
    expect(text).toContain('spreadMs');
    for (const personal of ['bonjour', 'Example', '@minutes.example']) expect(text).not.toContain(personal);
  }
});

/** Everything a history holds, payloads decoded. */
const payloadsOf = (history: object): string =>
  JSON.stringify(JSON.parse(JSON.stringify(history)), (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value,
  );

it('a second launch of the same program is refused and changes nothing', async () => {
  const before = (await pool.query('SELECT count(*) FROM plan_step')).rows;
  const error = await refusal(launch('examples/minutes/program.yaml', { launchAt }));
  expect(error).toMatchObject({ code: 'conflict' });
  expect((await pool.query('SELECT count(*) FROM plan_step')).rows).toEqual(before);
});

describe('the first answer to a command holds', () => {
  const commands = commandStore(pool);
  const task = 'minutes/trial-team/say-hello/once';
  const mine = { task, status: 'completed', changed: true, at: launchAt } as const;
  const request = { requestHash: 'x', workflowId: 'w', payload: {} };

  it('whatever is found out about it later', async () => {
    await commands.begin({ id: 'held', ...request });
    expect(await commands.finish('held', mine)).toEqual(mine);
    expect(await commands.finish('held', { ...mine, changed: false })).toEqual(mine);
  });

  it('also where the run that carried it out was renewed before it could say so', async () => {
    const asked = { id: 'renewed', task, by: 'kim' };
    const facts = (status: 'assigned' | 'completed'): TaskFacts => ({
      key: task,
      workflowId: 'w',
      kind: 'task',
      status,
      closedAt: status === 'completed' ? launchAt : null,
      eligible: ['kim'],
      leads: [],
      knows: () => true,
      fields: [],
      evidence: 'none',
    });
    let found = 0;
    const gateway = createGateway({
      commands: {
        ...commands,
        // The turn is committed, with its answer, and then the answer is lost on its way.
        begin: async (command) => {
          const begun = await commands.begin(command);
          await commands.finish(command.id, mine);
          return begun;
        },
      },
      tasks: {
        find: () => Promise.resolve(facts(found++ === 0 ? 'assigned' : 'completed')),
        planned: () => Promise.resolve(null),
      },
      temporal: temporal.client,
    });
    expect(await gateway.complete(asked)).toEqual(mine);
  });
});
