import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseWorkflowId, workflowId, type WorkflowRef } from '../../src/contracts/workflow-ids.ts';
import { messageKey, parseTaskKey, taskKey } from '../../src/domain/keys.ts';

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const occurrence = fc.constantFrom('once', 'M03', 'M24', 'Q1');
const ref: fc.Arbitrary<WorkflowRef> = fc.oneof(
  fc.record({ realm: id, level: fc.constant('program' as const), program: id }),
  fc.record({ realm: id, level: fc.constant('team' as const), program: id, team: id }),
  fc.record({
    realm: id,
    level: fc.constant('stage' as const),
    program: id,
    team: id,
    stage: id,
    occurrence,
  }),
);

it('a workflow id reads back as what it was built from', () => {
  fc.assert(
    fc.property(ref, (original) => {
      expect(parseWorkflowId(workflowId(original))).toEqual(original);
    }),
  );
});

it('what is none of our workflow ids reads as nothing', () => {
  for (const text of [
    '',
    'x',
    ':program/a',
    'live:program',
    'live:team/a',
    'live:stage/a/b/c',
    'live:odd/a',
    'live:team/a/',
  ]) {
    expect(parseWorkflowId(text)).toBeNull();
  }
});

it('a task key reads back as what it was built from', () => {
  fc.assert(
    fc.property(id, id, id, occurrence, fc.option(id), (program, team, step, occurs, person) => {
      const key = taskKey({ program, team, step, occurrence: occurs }, person ?? undefined);
      expect(parseTaskKey(key)).toEqual({ program, team, step, occurrence: occurs, person });
    }),
  );
});

it('a message about another person’s task has another key than one about the receiver’s own', () => {
  const step = { program: 'p', team: 't', step: 's', occurrence: 'M03' };
  expect(messageKey(step, 'escalation.1', 'lead', 'ann')).toBe('p/t/s/M03/escalation.1/lead~ann');
  expect(messageKey(step, 'reminder.1', 'ann', 'ann')).toBe('p/t/s/M03/reminder.1/ann');
});
