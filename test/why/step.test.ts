import { describe, expect, test } from 'vitest';
import type { PlanEdit } from '../../src/plan/edits.ts';
import type { EmitterRow, RunFacts } from '../../src/read/run-facts.ts';
import { planOf } from '../plan/fixtures.ts';
import { messageKeys } from '../../src/why/index.ts';
import { storyOf } from '../../src/why/story.ts';
import { at, change, event, factsOf, KEY, message, open, planned, story, task, texts } from './facts.ts';

const early = { now: at('2016-09-01T16:00:00Z') };
const stepStory = (facts: RunFacts) =>
  story(facts, { kind: 'step', key: Object.values(facts.ref).join('/') });

const emitter = (more: Partial<EmitterRow> = {}): EmitterRow => ({
  step: 'asks',
  occurrence: 'once',
  status: 'planned',
  planned: planned.step('asks'),
  tasks: [],
  ...more,
});
const asked = {
  key: 'program/team/asks/once',
  owner: 'carl',
  dueAt: '2016-10-03T21:00:00+00:00',
  closedAt: null,
} as const;

describe('a step that has not opened', () => {
  test('says when it opens and is due, for whom, and what will be written then', () => {
    const { standing, ahead, because, now, plan } = stepStory(factsOf('it', early));
    expect(standing).toEqual([
      'It has not opened yet. It opens Friday 23 September 2016, 09:00 (America/New_York) and is due Friday 7 October 2016, 17:00 (America/New_York).',
      'It will be for lea; 5 messages will be written when it opens.',
    ]);
    expect(ahead).toHaveLength(5);
    expect(ahead[0]?.text).toBe(
      'New task to lea Friday 23 September 2016, 09:00 (America/New_York), once the step has opened.',
    );
    expect(because).toEqual([{ of: 'step', why: planned.step('it').why }]);
    expect(because[0]?.why.at(-1)).toMatch(/Roadmap small 1\.2\.3, calendar days, zone rules/);
    expect(now).toEqual({ utc: '2016-09-01T16:00:00Z', local: '2016-09-01T12:00', zone: 'America/New_York' });
    expect(plan).toEqual({ version: 1, roadmap: { id: 'small', version: '1.2.3' }, tzdata: '2026f' });
  });

  test('and whose time has passed says that the engine may be behind', () => {
    expect(stepStory(factsOf('it')).standing[0]).toContain(
      'It should have opened Friday 23 September 2016, 09:00 (America/New_York) and has not; its stage runs.',
    );
  });

  test('and has nobody in its audience will be skipped', () => {
    expect(stepStory(factsOf('nobody', early)).standing[1]).toContain('There is nobody in its audience');
  });

  test.each<[string, EmitterRow, string]>([
    ['has not opened', emitter(), 'it has not opened: due Monday 3 October 2016, 17:00 (America/New_York).'],
    [
      'is open',
      emitter({ status: 'open', tasks: [{ ...asked, status: 'overdue' }] }),
      'it is open, with carl, due Monday 3 October 2016, 17:00 (America/New_York).',
    ],
    [
      'was waived',
      emitter({
        status: 'done',
        tasks: [{ ...asked, status: 'waived', closedAt: '2016-10-02T15:00:00+00:00' }],
      }),
      'its task was waived Sunday 2 October 2016, 11:00 (America/New_York).',
    ],
    ['was skipped', emitter({ status: 'skipped' }), 'it was skipped.'],
  ])('and waits for an event says where the step stands that gives it off: it %s', (_what, gives, said) => {
    const { standing } = stepStory(factsOf('waits', { ...early, emitters: [gives] }));
    expect(standing[0]).toBe(
      `It has not opened: it waits for the event answered. asks (once) gives it off; ${said}`,
    );
  });

  test('says what follows without its event: it is skipped, or opens all the same', () => {
    const { standing } = stepStory(factsOf('waits', early));
    expect(standing[0]).toContain('Nothing gives it off: its step rests, or was skipped.');
    expect(standing).toContain(
      'Without the event by Monday 24 October 2016, 17:00 (America/New_York) it is skipped.',
    );
    expect(stepStory(factsOf('opens-anyhow', early)).standing.join(' ')).toMatch(
      /Without the event it opens .* all the same, and is due Monday 31 October 2016, 17:00/,
    );
  });
});

describe('a step that was left out says why', () => {
  const skipped = (id: string, reason: string, more: Partial<RunFacts> = {}): string[] => {
    const key = `program/team/${id}/once`;
    const { standing, didNotHappen } = stepStory(
      factsOf(id, {
        status: 'skipped',
        events: [event(`step.skipped.${reason}`, '2016-10-24T21:00:00Z', { key })],
        ...more,
      }),
    );
    return [standing[0] ?? '', ...texts(didNotHappen)];
  };

  test('the event never came, and what became of the step that gives it off', () => {
    const lapsed = emitter({
      status: 'done',
      tasks: [{ ...asked, status: 'lapsed', closedAt: '2016-10-20T04:00:00+00:00' }],
    });
    expect(skipped('waits', 'event_never_came', { emitters: [lapsed] })).toEqual([
      'It was skipped: the event answered never came. asks (once) gives it off; its task lapsed Thursday 20 October 2016, 00:00 (America/New_York).',
      expect.stringMatching(
        /^It did not open, Monday 24 October 2016, 17:00 \(America\/New_York\): the event answered never came\./,
      ),
    ]);
  });

  test('there was nobody in the audience', () => {
    expect(skipped('nobody', 'nobody_in_audience')[0]).toBe(
      'It was skipped: there was nobody in the audience.',
    );
  });

  test('a change took it out: which, whose, when', () => {
    const [row] = factsOf('it').planned;
    const skip = change({
      id: 'c-5',
      kind: 'skip',
      edit: { kind: 'skip', scope: { step: 'it' } },
      by: 'carl',
      version: 3,
    });
    const { standing, changes, because } = stepStory(
      factsOf('it', { planned: [{ ...row!, until: 3 }], changes: [skip] }),
    );
    expect(standing).toEqual([
      'It was skipped: taken out of the plan by change c-5 of carl on Saturday 1 October 2016.',
    ]);
    expect(texts(changes)[0]).toContain('Change c-5 of carl');
    expect(because[0]?.why.length).toBeGreaterThan(2);
  });
});

describe('the way of a task', () => {
  const late = task({ status: 'escalated', level: 1 });
  const messages = [
    message({ state: 'sent', sentAt: at('2016-10-05T21:00:00Z'), reply: '250' }),
    message({
      id: 'e',
      key: `${KEY}/escalation.1/carl~lea`,
      kind: 'escalation.1',
      to: 'carl',
      state: 'sent',
      sentAt: at('2016-10-12T21:00:00Z'),
    }),
  ];
  const events = [
    event('step.opened', '2016-09-23T13:00:00Z'),
    event('task.overdue', '2016-10-07T21:00:00Z'),
    event('task.escalated', '2016-10-12T21:00:00Z'),
  ];
  const facts = open({ now: at('2016-10-14T16:00:00Z'), tasks: [late], messages, events });

  test('is told in order: opened, reminded, called, brought further up', () => {
    const { happened, standing } = story(facts, { kind: 'task', key: KEY });
    expect(standing).toEqual([
      'It is open, with lea: it was due Friday 7 October 2016, 17:00 (America/New_York) and could use help.',
    ]);
    expect(texts(happened)).toEqual([
      'It opened Friday 23 September 2016, 09:00 (America/New_York).',
      'The task was lea’s from Friday 23 September 2016, 09:00 (America/New_York).',
      'Reminder to lea: sent Wednesday 5 October 2016, 17:00 (America/New_York); the mail server answered 250.',
      'It was still open Friday 7 October 2016, 17:00 (America/New_York), when it was due.',
      'It was still open Wednesday 12 October 2016, 17:00 (America/New_York), and was brought to carl.',
      'Request to carl to help lea: sent Wednesday 12 October 2016, 17:00 (America/New_York).',
    ]);
  });

  test('says what comes by itself: the next person up, and the end of its time', () => {
    expect(texts(story(facts, { kind: 'task', key: KEY }).ahead)).toEqual([
      'Still open then, it is brought to someone who can help, Thursday 20 October 2016, 17:00 (America/New_York).',
      expect.stringMatching(/^Still open then, it lapses, .*2017/),
    ]);
  });

  test('ends with who completed it and when; nothing comes any more', () => {
    const done = task({ status: 'completed', closedAt: at('2016-10-04T20:02:00Z'), closedBy: 'mia' });
    const { happened, ahead, standing } = story(open({ status: 'done', tasks: [done] }), {
      kind: 'task',
      key: KEY,
    });
    expect(standing).toEqual([
      'The task was completed Tuesday 4 October 2016, 16:02 (America/New_York) by mia.',
    ]);
    expect(texts(happened).at(-1)).toBe(standing[0]);
    expect(ahead).toEqual([]);
  });

  test('names those who may complete it beside its owner', () => {
    const shared = task({ dueAt: at('2016-10-20T21:00:00Z'), eligible: ['lea', 'mia', 'carl'] });
    expect(story(open({ tasks: [shared] }), { kind: 'task', key: KEY }).standing).toEqual([
      'It is open, with lea, due Thursday 20 October 2016, 17:00 (America/New_York). mia and carl may complete it too.',
    ]);
  });

  test('a volunteer is never told that something is late, nor that it goes further up', () => {
    const kind = task({ volunteer: true, owner: 'ada', eligible: ['ada'] });
    const told = story(open({ tasks: [kind] }), { kind: 'task', key: KEY });
    expect(JSON.stringify(told.standing)).not.toMatch(/could use help|late|overdue/);
    expect(texts(told.ahead).join(' ')).not.toContain('brought to');
  });

  test('a date that was moved after it had passed gave it time again', () => {
    const again = open({ events: [...events, event('task.assigned', '2016-10-13T15:00:00Z')] });
    expect(texts(story(again, { kind: 'task', key: KEY }).happened)).toContain(
      'Its due date was moved, so that it had time again from Thursday 13 October 2016, 11:00 (America/New_York) on.',
    );
  });

  test('a repair that no plan has tells itself what it is about', () => {
    const key = 'program/all/undelivered-message/abc';
    const repair = task({ key, kind: 'repair', owner: 'pat', reason: 'message m could not be delivered' });
    const facts = factsOf('it', {
      ref: { program: 'program', team: 'all', step: 'undelivered-message', occurrence: 'abc' },
      planned: [],
      stage: null,
      tasks: [repair],
    });
    const { because, standing } = story(facts, { kind: 'task', key });
    expect(because).toEqual([{ of: 'step', why: ['Message m could not be delivered.'] }]);
    expect(standing[0]).toContain('It is open, with pat');
  });
});

describe('an event', () => {
  const dating = {
    event: 'answered',
    eventAt: at('2016-10-04T15:00:00Z'),
    dates: {
      opens: { utc: '2016-10-04T15:00:00Z', local: '2016-10-04T11:00', zone: 'America/New_York' },
      due: { utc: '2016-10-11T21:00:00Z', local: '2016-10-11T17:00', zone: 'America/New_York' },
      escalations: [],
      why: ['Event answered, Tuesday 4 October 2016, 11:00: the step opens at once.'],
    },
  };
  const key = 'program/team/waits/once';

  test('that came gives its dates their reasons', () => {
    const opened = event('step.opened', '2016-10-04T15:00:00Z', { key });
    const { because, happened } = stepStory(factsOf('waits', { dating, status: 'open', events: [opened] }));
    expect(because[0]).toEqual({ of: 'event', why: dating.dates.why });
    expect(texts(happened)).toEqual([
      'The event answered came Tuesday 4 October 2016, 11:00 (America/New_York), and gave it its dates.',
      'It opened Tuesday 4 October 2016, 11:00 (America/New_York).',
    ]);
  });

  test('that had not come by the latest date is said where the step opened all the same', () => {
    const opened = event('step.opened', '2016-10-17T13:00:00Z', { key: 'program/team/opens-anyhow/once' });
    expect(texts(stepStory(factsOf('opens-anyhow', { status: 'open', events: [opened] })).happened)).toEqual([
      'It opened Monday 17 October 2016, 09:00 (America/New_York). The event answered had not come by then; it opened all the same.',
    ]);
  });

  test('that a step gave off is part of its story', () => {
    const gave = event('event.answered', '2016-10-04T15:00:00Z', { key });
    expect(texts(stepStory(factsOf('waits', { status: 'done', events: [gave] })).happened)).toEqual([
      'It gave off the event answered Tuesday 4 October 2016, 11:00 (America/New_York).',
    ]);
  });
});

describe('of a step that gives everyone a task of their own', () => {
  const mine = { key: `${KEY}/lea`, owner: 'lea' };
  const theirs = { key: `${KEY}/mia`, owner: 'mia', eligible: ['mia'] };
  const facts = open({
    tasks: [
      task(mine),
      task({ ...theirs, status: 'completed', closedAt: at('2016-10-04T20:02:00Z'), closedBy: 'mia' }),
    ],
    messages: [
      message({ key: `${KEY}/reminder.1/lea`, task: mine.key, attemptAt: at('2016-10-20T13:00:00Z') }),
      message({
        id: 'b',
        key: `${KEY}/reminder.1/mia`,
        task: theirs.key,
        to: 'mia',
        about: 'mia',
        state: 'cancelled',
        reason: 'the task was closed',
      }),
    ],
  });

  test('the step tells of everyone', () => {
    const { standing, didNotHappen, ahead } = stepStory(facts);
    expect(standing).toEqual([
      'It is open.',
      expect.stringMatching(/^lea: It is open/),
      expect.stringMatching(/^mia: The task was completed/),
    ]);
    expect(texts(didNotHappen)[0]).toContain('No reminder to mia');
    expect(texts(ahead).join(' ')).toContain('Reminder to lea');
  });

  test('one task that has not opened yet tells of itself alone', () => {
    const told = story(factsOf('all-do', early), { kind: 'task', key: 'program/team/all-do/once/mia' });
    expect(told.ahead.length).toBeGreaterThan(2);
    expect(texts(told.ahead).filter((text) => !text.includes('mia'))).toEqual([]);
    expect(() =>
      story(factsOf('all-do', early), { kind: 'task', key: 'program/team/all-do/once/carl' }),
    ).toThrow(/no story/);
  });

  test('one task tells of itself alone', () => {
    const told = story(facts, { kind: 'task', key: mine.key });
    expect(JSON.stringify([told.standing, told.happened, told.didNotHappen, told.ahead])).not.toContain(
      'mia',
    );
  });
});

describe('what people changed', () => {
  const absence: PlanEdit = {
    kind: 'absence',
    change: 'c-3',
    at: Date.parse('2016-09-01T16:00:00Z'),
    scope: {},
    person: 'lea',
    from: '2016-10-03',
    until: '2016-10-14',
    cover: 'mia',
  };
  const covered = planOf(planned.roadmap, { team: { staff: [] } }, { edits: [absence] }).ctx;

  test('about who is there: who covers, of an open task and of one that is still to come', () => {
    const why = ['lea is away from 2016-10-03 to 2016-10-14 (change c-3).', 'mia covers for them.'];
    const mias = open({ tasks: [task({ owner: 'mia', eligible: ['lea', 'mia'] })] });
    expect(story(mias, { kind: 'task', key: KEY }, covered).because[0]).toEqual({ of: 'task', why });
    const ahead = story(factsOf('it', early), { kind: 'step', key: KEY }, covered);
    expect(ahead.because[0]).toEqual({ of: 'task', why });
    expect(ahead.standing[1]).toContain('It will be for mia;');
  });

  test('about who is there says nothing of a task that stayed in its hands', () => {
    expect(story(open(), { kind: 'task', key: KEY }, covered).because.map(({ of }) => of)).toEqual(['step']);
  });

  test('a pause: since when, whose, and that nothing comes until it is resumed', () => {
    const at = Date.parse('2016-10-01T15:00:00Z');
    const pause: PlanEdit = { kind: 'pause', change: 'c-1', at, scope: { team: 'team' } };
    const { ctx } = planOf(planned.roadmap, { team: { staff: [] } }, { edits: [pause] });
    const held = { ...message({ state: 'held' as const }) };
    const changes = [change({ kind: 'pause', edit: pause })];
    const { standing } = story(open({ messages: [held], changes }), { kind: 'message', key: held.key }, ctx);
    const said =
      'It is paused since Saturday 1 October 2016, 11:00 (America/New_York), by change c-1 of pat on Saturday 1 October 2016: nothing opens, is called late or is sent until it is resumed.';
    expect(standing[0]).toBe(
      'It is held. Nothing sends it until it is let go; its time was Wednesday 5 October 2016, 17:00 (America/New_York).',
    );
    expect(standing.at(-1)).toBe(said);
    const waits = story(factsOf('it', { changes }), { kind: 'step', key: KEY }, ctx);
    expect(waits.standing[0]).toBe(
      'It was to open Friday 23 September 2016, 09:00 (America/New_York), and opens once it is resumed.',
    );
    const done = task({ status: 'completed', closedAt: new Date(at), closedBy: 'mia' });
    expect(story(open({ tasks: [done], changes }), { kind: 'task', key: KEY }, ctx).standing).toHaveLength(1);
  });

  test('a task that a change took back names it', () => {
    const back = task({
      status: 'waived',
      closedAt: at('2016-10-01T15:00:00Z'),
      closedBy: 'milepost',
      reason: 'lea has no part in it any more',
      withdrawnBy: 'c-1',
    });
    const { standing } = story(open({ tasks: [back], changes: [change({ kind: 'people' })] }), {
      kind: 'task',
      key: KEY,
    });
    expect(standing).toEqual([
      'The task was waived Saturday 1 October 2016, 11:00 (America/New_York) by change c-1 of pat (“lea has no part in it any more”).',
    ]);
  });
});

test('the same facts give the same story; ids stand where no names are given, and names where they are', () => {
  const facts = open({ messages: [message()] });
  const subject = { kind: 'task', key: KEY } as const;
  expect(story(facts, subject)).toEqual(story(facts, subject));
  const named = storyOf(facts, subject, { plan: null, who: (id) => id.toUpperCase() });
  expect(texts(named?.happened ?? [])[1]).toContain('The task was LEA’s');
});

test('the keys of a run are those that are written and those that the plan would write', () => {
  const odd = message({ key: `${KEY}/reminder.1/lea@2` });
  expect(messageKeys(open({ messages: [odd] }), planned.ctx)).toEqual([
    odd.key,
    `${KEY}/assigned/lea`,
    `${KEY}/reminder.1/lea`,
    `${KEY}/overdue/lea`,
    `${KEY}/escalation.1/carl~lea`,
    `${KEY}/escalation.2/pat~lea`,
  ]);
});
