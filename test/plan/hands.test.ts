import { describe, expect, test } from 'vitest';
import { assignmentsOf } from '../../src/plan/assignments.ts';
import { editedProgram, seatsOf } from '../../src/plan/edited-program.ts';
import type { PlanEdit } from '../../src/plan/edits.ts';
import { messagesOf } from '../../src/plan/messages.ts';
import { makeProgram, makeRoadmap, planOf, step } from './fixtures.ts';

const at = Date.parse('2016-08-01T12:00:00Z');
const common = (change: string) => ({ change, at, scope: {} });
const away = (person: string, cover: string | null, change = `c-${person}`): PlanEdit => ({
  ...common(change),
  kind: 'absence',
  person,
  from: '2016-08-08',
  until: '2016-08-19',
  cover,
});

const roadmap = makeRoadmap({
  steps: [
    step('goal', { day: 12, month: 'M1' }, { audience: ['team_lead', 'member'], reminders: ['P1D', 'P7D'] }),
    step('only', { day: 12, month: 'M1' }, { audience: ['team_lead'] }),
    step('after', { day: 24, month: 'M1' }, { audience: ['team_lead'] }),
    step('own', { day: 12, month: 'M1' }, { audience: ['member'], assign: 'each' }),
    step('learn', { day: 12, month: 'M1' }, { audience: ['member'], assign: 'each', kind: 'training' }),
    step('voice', { day: 12, month: 'M1' }, { audience: ['advisor', 'member'] }),
    step('view', { day: 12, month: 'M1' }, { audience: ['advisor'], assign: 'each' }),
  ],
});
const hands = (id: string, edits: readonly PlanEdit[]) => {
  const planned = planOf(roadmap, {}, { edits });
  const it = planned.step(id);
  return assignmentsOf(planned.ctx, it, it.dates!);
};
const owners = (id: string, edits: readonly PlanEdit[]) => hands(id, edits).map(({ owner }) => owner);
const messages = (id: string, edits: readonly PlanEdit[]) => {
  const planned = planOf(roadmap, {}, { edits });
  const it = planned.step(id);
  return messagesOf(planned.ctx, it, it.dates!).messages;
};

describe('an absence', () => {
  test('gives what is due in it to who was named to cover, and says why', () => {
    const [task] = hands('only', [away('lea', 'sam')]);
    expect(task).toMatchObject({ asked: 'lea', owner: 'sam', task: 'program/team/only/once' });
    expect(task?.why.join(' ')).toMatch(/lea is away from 2016-08-08 to 2016-08-19.*sam covers/);
    expect(task?.eligible).toEqual(['lea', 'sam']);
  });

  test('leaves what is due after it where it is', () => {
    expect(owners('after', [away('lea', 'sam')])).toEqual(['lea']);
  });

  test('without a name passes on to the next whom the task is for, and else to the next person up', () => {
    expect(owners('goal', [away('lea', null)])).toEqual(['mia']);
    expect(owners('only', [away('lea', null)])).toEqual(['carl']);
  });

  test('of an advisor gives it to who is next, and nobody is asked to check in with them', () => {
    expect(messages('voice', []).map(({ kind, to }) => [kind, to])).toContainEqual(['checkin', 'mia']);
    const given = [away('ada', null)];
    expect(owners('voice', given)).toEqual(['mia']);
    expect(messages('voice', given).map(({ kind, to }) => [kind, to])).toEqual([
      ['assigned', 'mia'],
      ['reminder.1', 'mia'],
    ]);
    // Nobody of the audience is there: it comes to somebody whom it is not for.
    expect(messages('voice', [...given, away('mia', null), away('max', null)]).map(({ to }) => to)).toEqual([
      'lea',
      'lea',
    ]);
  });

  test('follows the cover of a cover, and ends a circle at the next person up who is there', () => {
    expect(owners('only', [away('lea', 'sam'), away('sam', 'max')])).toEqual(['max']);
    expect(owners('only', [away('lea', 'sam'), away('sam', 'lea')])).toEqual(['carl']);
  });

  test('of everybody leaves the task where it was: it waits for its person', () => {
    const everyone = ['lea', 'carl', 'pat'].map((person) => away(person, null));
    expect(owners('only', everyone)).toEqual(['lea']);
  });

  test('passes a person’s own task on only where a cover was named, and never what they are to learn', () => {
    expect(owners('own', [away('mia', null)])).toEqual(['mia', 'max']);
    expect(owners('own', [away('mia', 'sam')])).toEqual(['sam', 'max']);
    expect(owners('learn', [away('mia', 'sam')])).toEqual(['mia', 'max']);
  });

  test('keeps one key for a task, and tells the messages of two tasks of one cover apart', () => {
    const [mias] = hands('own', [away('mia', 'max')]);
    expect(mias?.task).toBe('program/team/own/once/mia');
    const keys = messages('own', [away('mia', 'max')]).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain('program/team/own/once/assigned/max~mia');
    expect(keys).toContain('program/team/own/once/assigned/max');
  });

  test('lets no message arrive in it: what is not passed on waits for the return, and nobody is told of lateness', () => {
    const all = messages('own', [away('mia', null)]).filter(
      ({ to, about }) => to === 'mia' || about === 'mia',
    );
    expect(all.map(({ kind }) => kind)).not.toContain('escalation.1');
    for (const { sendAt, to } of all) {
      const day = sendAt.local.slice(0, 10);
      expect(to === 'mia' && '2016-08-08' <= day && day <= '2016-08-19').toBe(false);
    }
  });

  test('of an advisor asks nobody to check in with them', () => {
    expect(messages('view', []).map(({ kind }) => kind)).toContain('checkin');
    expect(messages('view', [away('ada', null)]).map(({ kind }) => kind)).not.toContain('checkin');
  });
});

describe('what is handed over', () => {
  const hand = (from: string | null, to: string, more: object = {}): PlanEdit => ({
    ...common('c-hand'),
    kind: 'reassign',
    from,
    to,
    task: null,
    ...more,
  });

  test('is the other’s in the named part of the plan, and nowhere else', () => {
    const edits = [hand('lea', 'sam', { scope: { step: 'only' } })];
    expect(owners('only', edits)).toEqual(['sam']);
    expect(owners('goal', edits)).toEqual(['lea']);
    expect(hands('only', edits)[0]?.why).toEqual(['Handed from lea to sam by change c-hand.']);
  });

  test('may be one task, whoever has it', () => {
    expect(owners('own', [hand(null, 'sam', { task: 'program/team/own/once/max' })])).toEqual(['mia', 'sam']);
  });

  test('goes on from hand to hand, and to the cover of who has it', () => {
    const edits = [hand('lea', 'sam'), { ...hand('sam', 'max'), change: 'c-more' }];
    expect(owners('only', edits)).toEqual(['max']);
    expect(owners('only', [...edits, away('max', 'pia')])).toEqual(['pia']);
  });
});

describe('people of a program that runs', () => {
  const program = makeProgram();
  const edited = (edit: object) =>
    editedProgram(program, [{ ...common('c'), kind: 'people', join: [], take: [], leave: [], ...edit }]);

  test('join, take a part and lose it; who takes a lead’s place replaces them', () => {
    const joined = edited({
      join: [{ ...program.people[0]!, id: 'new', name: 'New', email: 'new@clinic.example' }],
      take: [{ person: 'new', seat: { team: 'team', role: 'team_lead' } }],
      leave: [{ person: 'sam', seat: { team: 'team', role: 'staff' } }],
    });
    expect(joined.teams[0]).toMatchObject({ lead: 'new', staff: [] });
    expect(joined.people.map(({ id }) => id)).toContain('new');
    expect(program.teams[0]).toMatchObject({ lead: 'lea', staff: ['sam'] });
  });

  test('have every seat listed that they could leave', () => {
    expect(seatsOf(program, 'mia')).toEqual([{ team: 'team', role: 'member' }]);
    expect(seatsOf(program, 'ada')).toEqual([{ team: 'team', role: 'advisor', liaison: 'mia' }]);
    expect(seatsOf(program, 'pat')).toEqual([{ role: 'program_lead' }]);
  });
});
