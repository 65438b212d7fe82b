import { describe, expect, test } from 'vitest';
import { messagesOf } from '../../src/plan/messages.ts';
import type { Dates } from '../../src/plan/types.ts';
import { makeRoadmap, planOf, type ProgramParts, stage, step } from './fixtures.ts';

/** The messages of one step, due Friday 26 August 2016 at 17:00 unless it says otherwise. */
function sent(more: object = {}, program: ProgramParts = {}, due: object = { day: 26, month: 'M1' }) {
  const planned = planOf(makeRoadmap({ steps: [step('it', { ...due }, { ...more })] }), program);
  const it = planned.step('it');
  const { messages, dropped } = messagesOf(planned.ctx, it, it.dates as Dates);
  return {
    messages,
    dropped,
    said: messages.map(({ kind, to, sendAt }) => `${kind} ${to} ${sendAt.local}`),
    lost: dropped.map(({ key }) => key.split('/').slice(4).join('/')),
  };
}

describe('one task says', () => {
  test('that it opens, that it comes near, that it waits, and then asks for help', () => {
    expect(sent({ audience: ['staff', 'member'], reminders: ['P1D', 'P1W'] }).said).toEqual([
      'assigned sam 2016-08-12T09:00',
      'reminder.1 sam 2016-08-19T17:00',
      'reminder.2 sam 2016-08-25T17:00',
      'overdue sam 2016-08-29T09:00',
      'escalation.1 lea 2016-08-31T17:00',
      'escalation.2 carl 2016-09-08T17:00',
    ]);
  });

  test('it to everyone, where each has their own', () => {
    const { messages } = sent({ audience: ['member'], assign: 'each', escalation: 'none' });
    expect(messages.map(({ kind, to, task }) => [kind, to, task])).toEqual([
      ['assigned', 'mia', 'program/team/it/once/mia'],
      ['overdue', 'mia', 'program/team/it/once/mia'],
      ['assigned', 'max', 'program/team/it/once/max'],
      ['overdue', 'max', 'program/team/it/once/max'],
    ]);
  });

  test('whose it is, where it is brought to another', () => {
    const { messages } = sent({ audience: ['staff'] });
    expect(messages.find(({ kind }) => kind === 'escalation.1')).toMatchObject({
      key: 'program/team/it/once/escalation.1/lea~sam',
      to: 'lea',
      about: 'sam',
      task: 'program/team/it/once',
    });
  });

  test('nothing to oneself, and no more than there are people above', () => {
    expect(sent({ audience: ['clinic_leader'] }).said.filter((line) => line.startsWith('esc'))).toEqual([
      'escalation.1 pat 2016-08-31T17:00',
    ]);
    expect(sent({ audience: ['program_lead'] }).said.filter((line) => line.startsWith('esc'))).toEqual([]);
  });

  test('it in the person’s language', () => {
    const { messages } = sent({ audience: ['staff'] }, { people: { sam: { language: 'es' } } });
    expect(messages.map(({ to, language }) => `${to} ${language}`)).toEqual([
      'sam es',
      'sam es',
      'lea en',
      'carl en',
    ]);
  });
});

describe('patient advisors', () => {
  const asked = (reminders: string[]) => sent({ audience: ['advisor'], assign: 'each', reminders });

  test('get one reminder, the one nearest to the day; then their liaison is asked to check in', () => {
    const { said, messages } = asked(['P1W', 'P2D']);
    expect(said).toEqual([
      'assigned ada 2016-08-12T09:00',
      'reminder.1 ada 2016-08-24T17:00',
      'checkin mia 2016-08-29T09:00',
    ]);
    expect(messages.at(-1)).toMatchObject({ about: 'ada', key: 'program/team/it/once/checkin/mia~ada' });
  });

  test('get one three days before, where the step lists none', () => {
    expect(asked([]).said).toContain('reminder.1 ada 2016-08-23T17:00');
  });
});

describe('gatherings and notices', () => {
  test('a meeting invites everyone, also where one person answers for it', () => {
    const { messages } = sent(
      { kind: 'meeting', audience: ['team_lead', 'advisor'], escalation: 'none', reminders: ['P1D'] },
      {},
      { weekday: 'thursday', nth: 2, month: 'M1', time: '12:00' },
    );
    expect(messages.map(({ kind, to, task }) => `${kind} ${to} ${task}`)).toEqual([
      'invitation lea program/team/it/once',
      'reminder.1 lea program/team/it/once',
      'overdue lea program/team/it/once',
      'invitation ada program/team/it/once',
    ]);
  });

  test('what the engine does by itself is told when it is done, without a task', () => {
    const { messages } = sent({ kind: 'automatic', audience: ['team_lead', 'member'] });
    expect(messages.map(({ kind, to, task, sendAt }) => [kind, to, task, sendAt.local])).toEqual([
      ['notice', 'lea', null, '2016-08-26T17:00'],
      ['notice', 'mia', null, '2016-08-26T17:00'],
      ['notice', 'max', null, '2016-08-26T17:00'],
    ]);
  });

  test('an empty audience is told nothing', () => {
    expect(sent({ audience: ['peer_provider'] }, { team: { peerProviders: [] } }).messages).toEqual([]);
  });
});

describe('closed hours of the receiver', () => {
  test('quiet hours over midnight defer to the morning', () => {
    const { messages } = sent({ audience: ['staff'], escalation: { first: 'PT5H', second: 'PT100H' } });
    const [, , first] = messages;
    expect(first).toMatchObject({ kind: 'escalation.1', sendAt: { local: '2016-08-27T07:00' } });
    expect(first?.why.join()).toContain('quiet hours 19:00 to 07:00');
  });

  test('they are on the receiver’s own clock', () => {
    const { said } = sent({ audience: ['staff'] }, { people: { sam: { zone: 'America/Los_Angeles' } } });
    expect(said[0]).toBe('assigned sam 2016-08-12T07:00');
  });

  test('a message goes no later than the end of the open hours that it goes in', () => {
    const { messages } = sent({ audience: ['staff'] });
    expect(messages.map(({ notAfter }) => notAfter?.local)).toEqual([
      '2016-08-12T19:00',
      '2016-08-29T19:00',
      '2016-08-31T19:00',
      '2016-09-08T19:00',
    ]);
  });

  test('a holiday closes the day before at midnight where no hour is quiet', () => {
    const { messages } = sent(
      { audience: ['staff'], escalation: 'none' },
      { quiet: { from: '00:00', to: '00:00' } },
      { businessDay: 1, month: 'M2' },
    );
    expect(messages.at(-1)?.notAfter?.local).toBe('2016-09-05T00:00');
  });

  test('a day off defers to the end of it, quiet hours included', () => {
    const { said, messages } = sent(
      { audience: ['staff'], escalation: 'none' },
      { people: { sam: { daysOff: ['2016-08-29', '2016-08-30'] } } },
    );
    expect(said.at(-1)).toBe('overdue sam 2016-08-31T07:00');
    expect(messages.at(-1)?.why.join()).toContain('2016-08-29 is a day off');
  });

  test('a holiday of their calendar defers, a plain weekend does not', () => {
    const program = { calendar: { holidays: [{ date: '2016-08-19', name: 'Founders’ Day' }] } };
    expect(sent({ audience: ['staff'], reminders: ['P1W', 'P5D'] }, program).said.slice(1, 3)).toEqual([
      'reminder.1 sam 2016-08-20T07:00',
      'reminder.2 sam 2016-08-21T17:00',
    ]);
  });

  test('a reminder that cannot wait until it is due goes at the last open moment before', () => {
    const off = { people: { sam: { daysOff: ['2016-08-25', '2016-08-26'] } } };
    const { said, messages } = sent({ audience: ['staff'], reminders: ['P1D'], escalation: 'none' }, off);
    expect(said[1]).toBe('reminder.1 sam 2016-08-24T18:59');
    expect(messages[1]?.why.join()).toContain('goes earlier');
  });

  test('it is dropped with the reason if the task was not open then', () => {
    const off = { people: { sam: { daysOff: ['2016-08-24', '2016-08-25', '2016-08-26'] } } };
    const { lost, dropped } = sent(
      { audience: ['staff'], reminders: ['P1D'], escalation: 'none', opens: { day: 24, month: 'M1' } },
      off,
    );
    expect(lost).toEqual(['assigned/sam', 'reminder.1/sam']);
    expect(dropped[1]?.why.join()).toContain('no open hour is left');
  });

  test('a reminder from before the task opens is dropped with the reason', () => {
    const { lost, dropped } = sent({
      audience: ['staff'],
      reminders: ['P1W', 'P1D'],
      opens: { day: 24, month: 'M1' },
    });
    expect(lost).toEqual(['reminder.1/sam']);
    expect(dropped[0]?.why.join()).toContain('the task is brought to them only');
  });

  test('two reminders that one absence pushes together become one', () => {
    const days = ['2016-08-20', '2016-08-21', '2016-08-22', '2016-08-23'];
    const { said, lost } = sent(
      { audience: ['staff'], reminders: ['P6D', 'P4D'], escalation: 'none' },
      { people: { sam: { daysOff: days } } },
    );
    expect(lost).toEqual(['reminder.1/sam']);
    expect(said[1]).toBe('reminder.2 sam 2016-08-24T07:00');
  });
});

describe('what a message expires with', () => {
  test('a reminder with the due time, help with the end of the task', () => {
    const stages = [stage('main', 'M0-M1')];
    const roadmap = makeRoadmap({
      stages,
      steps: [step('it', { day: 29, month: 'M1' }, { audience: ['staff'], reminders: ['P1D'] })],
    });
    const { ctx, step: find } = planOf(roadmap);
    const it = find('it');
    const { messages } = messagesOf(ctx, it, it.dates as Dates);
    expect(messages.map(({ kind, expires }) => [kind, expires?.local])).toEqual([
      ['assigned', '2016-08-29T17:00'],
      ['reminder.1', '2016-08-29T17:00'],
      ['overdue', '2016-09-01T00:00'],
    ]);
  });

  test('what would come after the task has lapsed is dropped', () => {
    const roadmap = makeRoadmap({
      stages: [stage('main', 'M0-M1')],
      steps: [step('it', { day: 31, month: 'M1' }, { audience: ['staff'] })],
    });
    const { ctx, step: find } = planOf(roadmap);
    const it = find('it');
    expect(messagesOf(ctx, it, it.dates as Dates).dropped.map(({ kind }) => kind)).toEqual(['overdue']);
  });

  test('an exact due time is followed up at once', () => {
    const { said } = sent(
      { audience: ['staff'], escalation: { first: 'PT1M', second: 'PT2M' }, opens: { afterLaunch: 'PT0M' } },
      {},
      { afterLaunch: 'PT2M' },
    );
    expect(said).toEqual([
      'assigned sam 2016-07-01T09:00',
      'overdue sam 2016-07-01T09:02',
      'escalation.1 lea 2016-07-01T09:03',
      'escalation.2 carl 2016-07-01T09:04',
    ]);
  });
});
