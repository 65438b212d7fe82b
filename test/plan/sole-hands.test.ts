import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/change/ports.ts';
import { linesOf } from '../../src/change/lines.ts';
import { makeProgram, makeRoadmap, planOf, stage, step } from './fixtures.ts';
import { underWay } from './in-memory.ts';

describe('the only one whom a task is for', () => {
  const roadmap = makeRoadmap({
    steps: [
      step('open', { businessDay: 10, month: 'M2' }, { audience: ['staff'] }),
      step('ahead', { businessDay: 10, month: 'M4' }, { audience: ['staff'] }),
      step('own', { businessDay: 10, month: 'M2' }, { audience: ['staff'], assign: 'each' }),
      step('advice', { businessDay: 10, month: 'M2' }, { audience: ['advisor'] }),
    ],
  });
  const key = 'program/team/open/once';
  const open = (id: string, task: string) => ({
    key: task,
    team: 'team',
    step: id,
    occurrence: 'once',
    owner: 'sam',
    eligible: ['sam'],
    volunteer: false,
  });
  const facts: Partial<Facts> = {
    steps: new Map([
      ['team/open/once', 'open'],
      ['team/own/once', 'open'],
    ]),
    tasks: [open('open', key), open('own', 'program/team/own/once/sam')],
  };

  test('leaves, and whoever leads the team has it in hand and is told; one’s own is set aside', async () => {
    const program = underWay(makeProgram(), roadmap, facts);
    await program.make({ kind: 'leave', person: 'sam', successor: null });
    const [writes] = program.written;
    expect(writes!.tasks.hand).toEqual([{ key, owner: 'lea', eligible: ['lea'] }]);
    expect(writes!.tasks.waive.map((each) => each.key)).toEqual(['program/team/own/once/sam']);
    const told = writes!.messages.put.filter(({ taskKey }) => taskKey === key);
    expect(told.map(({ kind, recipient }) => [kind, recipient])).toEqual(
      expect.arrayContaining([
        ['handover', 'lea'],
        ['overdue', 'lea'],
      ]),
    );
  });

  test('leaves before it opens, and it is not lost; what asks volunteers alone is asked of nobody', async () => {
    const program = underWay(makeProgram(), roadmap);
    const left = await program.preview({ kind: 'leave', person: 'sam', successor: null });
    const ahead = left.radius.messages.filter(
      ({ step: id, effect }) => id === 'ahead' && effect === 'appears',
    );
    expect(new Set(ahead.map(({ to }) => to))).toContain('lea');
    const gone = await program.preview({ kind: 'leave', person: 'ada', successor: null });
    expect(
      gone.radius.messages.filter(({ step: id }) => id === 'advice').map(({ effect }) => effect),
    ).not.toContain('appears');
  });
});

test('a change that alters only what a gate needs shows it, by name', async () => {
  const roadmap = makeRoadmap({
    stages: [
      stage('cycle', 'M3-M24', { workflow: 'surveyCycle', repeats: 'monthly', tail: 1 }),
      stage('quarter', 'M3-M24', { workflow: 'quarterlyReview', repeats: 'quarterly', tail: 2 }),
    ],
    steps: [
      step('goal', { businessDay: 2, later: 1 }, { stage: 'cycle' }),
      step(
        'ready',
        { businessDay: 11, later: 1, time: '09:00' },
        { stage: 'quarter', kind: 'gate', needs: ['goal'], emits: 'ready' },
      ),
    ],
  });
  const { plan } = planOf(roadmap);
  expect(
    plan.steps.find(({ id, occurrence }) => id === 'ready' && occurrence === 'Q1')!.needs!.steps,
  ).toHaveLength(3);
  const { radius } = await underWay(makeProgram(), roadmap).preview({
    kind: 'skip',
    scope: { team: 'team', step: 'goal', occurrence: 'M04' },
  });
  expect(radius.steps.find(({ step: id }) => id === 'ready')).toMatchObject({
    effect: 'needs',
    occurrence: 'Q1',
    needs: { from: ['goal/M03', 'goal/M04', 'goal/M05'], to: ['goal/M03', 'goal/M05'] },
  });
  expect(linesOf(radius)).toContain(
    'step team/ready/Q1 needs: goal/M03,goal/M04,goal/M05 -> goal/M03,goal/M05',
  );
});
