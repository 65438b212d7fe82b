import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideTask, isOpen, newTask, type TaskEvent } from '../../src/domain/task.ts';

const event: fc.Arbitrary<TaskEvent> = fc.oneof(
  fc.constantFrom<TaskEvent>({ type: 'due' }, { type: 'complete' }, { type: 'waive' }, { type: 'lapse' }),
  fc.integer({ min: 1, max: 2 }).map((level): TaskEvent => ({ type: 'escalate', level })),
);

const after = (volunteer: boolean, events: readonly TaskEvent[]) =>
  events.reduce((task, next, index) => decideTask(task, next, index), newTask(volunteer));

describe('the life of a task', () => {
  it('goes from assigned over overdue and escalated to completed', () => {
    const steps: TaskEvent[] = [
      { type: 'due' },
      { type: 'escalate', level: 1 },
      { type: 'escalate', level: 2 },
      { type: 'complete' },
    ];
    const statuses = steps.map((_, index) => after(false, steps.slice(0, index + 1)).status);
    expect(statuses).toEqual(['overdue', 'escalated', 'escalated', 'completed']);
  });

  it('never changes a closed task', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(event), event, (volunteer, events, late) => {
        const task = after(volunteer, [...events, { type: 'complete' }]);
        expect(decideTask(task, late, 99)).toBe(task);
      }),
    );
  });

  it('never calls a volunteer late and never brings their task upward', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const task = after(true, events);
        expect(task.level).toBe(0);
        expect(['assigned', 'completed', 'waived', 'lapsed']).toContain(task.status);
      }),
    );
  });

  it('knows when a task was closed, and only then', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(event), (volunteer, events) => {
        const task = after(volunteer, events);
        expect(task.closedAt === null).toBe(isOpen(task.status));
      }),
    );
  });

  it('is brought up level by level, never down', () => {
    const escalated = after(false, [{ type: 'escalate', level: 2 }]);
    expect(decideTask(escalated, { type: 'escalate', level: 1 }, 5)).toBe(escalated);
  });
});
