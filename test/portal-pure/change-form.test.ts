import { describe, expect, it } from 'vitest';
import { readWish } from '../../src/portal/changes/wish.ts';

describe('what a form of a change wishes', () => {
  it.each([
    [
      { kind: 'shift', team: 'maple', part: 'step:talk', period: 'M03', days: '7', way: 'later', to: '' },
      { kind: 'shift', scope: { team: 'maple', step: 'talk', occurrence: 'M03' }, days: 7 },
    ],
    [
      { kind: 'shift', days: '3', way: 'earlier' },
      { kind: 'shift', scope: {}, days: -3 },
    ],
    [
      { kind: 'shift', to: '2027-05-03' },
      { kind: 'shift', scope: {}, to: '2027-05-03' },
    ],
    [
      { kind: 'skip', part: 'stage:survey' },
      { kind: 'skip', scope: { stage: 'survey' } },
    ],
    [
      { kind: 'pause', team: '' },
      { kind: 'pause', scope: {} },
    ],
    [
      { kind: 'resume', team: 'oak', dates: 'move' },
      { kind: 'resume', scope: { team: 'oak' }, move: true },
    ],
    [
      { kind: 'resume', dates: 'keep' },
      { kind: 'resume', scope: {}, move: false },
    ],
    [
      { kind: 'rest', from: 'M8', until: 'M11' },
      { kind: 'rest', scope: {}, months: ['M8-M11'] },
    ],
    [
      { kind: 'rest', from: 'M8', until: '' },
      { kind: 'rest', scope: {}, months: ['M8'] },
    ],
    [
      { kind: 'absence', person: 'ana', from: '2027-05-03', until: '2027-05-03', cover: '' },
      { kind: 'absence', person: 'ana', from: '2027-05-03', until: '2027-05-03', cover: null },
    ],
    [
      { kind: 'reassign', person: 'ana', to: 'ben' },
      { kind: 'reassign', scope: {}, from: 'ana', to: 'ben', task: null },
    ],
  ])('%o', (typed, wish) => {
    expect(readWish(typed)).toEqual({ wish });
  });

  it('is taking back what it names', () => {
    expect(readWish({ kind: 'undo', change: 'c-1' })).toEqual({ undo: 'c-1' });
  });

  it.each([
    [{}, 'kind', 'needed'],
    [{ kind: 'amend' }, 'kind', 'needed'],
    [{ kind: 'undo' }, 'change', 'needed'],
    [{ kind: 'shift' }, 'days', 'needed'],
    [{ kind: 'shift', days: '7', to: '2027-05-03' }, 'days', 'one_of_two'],
    [{ kind: 'shift', days: '1.5' }, 'days', 'number'],
    [{ kind: 'shift', days: '0' }, 'days', 'number'],
    [{ kind: 'shift', days: '-7' }, 'days', 'number'],
    [{ kind: 'shift', days: '731' }, 'days', 'number'],
    [{ kind: 'shift', to: 'soon' }, 'to', 'needed'],
    // To leave out everything is never what somebody means.
    [{ kind: 'skip', team: 'maple' }, 'part', 'needed'],
    [{ kind: 'resume', team: 'maple' }, 'dates', 'needed'],
    [{ kind: 'rest' }, 'from', 'needed'],
    [{ kind: 'rest', from: 'M11', until: 'M8' }, 'until', 'order'],
    [{ kind: 'absence', from: '2027-05-03', until: '2027-05-04' }, 'person', 'needed'],
    [{ kind: 'absence', person: 'ana', from: '2027-05-04', until: '2027-05-03' }, 'until', 'order'],
    [
      { kind: 'absence', person: 'ana', from: '2027-05-03', until: '2027-05-04', cover: 'ana' },
      'cover',
      'same',
    ],
    [{ kind: 'reassign', person: 'ana', to: 'ana' }, 'to', 'same'],
  ])('lacks something, and says where: %o', (typed, field, what) => {
    expect(readWish(typed as Record<string, string>)).toEqual({ problems: [{ field, what }] });
  });
});
