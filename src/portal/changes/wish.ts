import type { Session } from '../../connect/index.ts';
import type { Scope } from '../../plan/index.ts';
import type { Typed } from '../tasks/form.ts';
import type { FieldProblem } from './port.ts';

export type Wish = Parameters<Session['changes']['preview']>[0]['wish'];

type Read =
  | { readonly wish: Wish }
  /** Takes a change back. */
  | { readonly undo: string }
  | { readonly problems: readonly FieldProblem[] };

const lacking = (field: string, what: FieldProblem['what'] = 'needed'): Read => ({
  problems: [{ field, what }],
});

/** What a form of ours wishes, or what it lacks. The rules of changes are asked later, and know more. */
export function readWish(typed: Typed): Read {
  const given = (name: string): string | undefined => {
    const text = (typed[name] ?? '').trim();
    return text === '' ? undefined : text;
  };
  const team = given('team');
  const ofTeam = team === undefined ? {} : { team };
  switch (typed['kind']) {
    case 'undo': {
      const change = given('change');
      return change === undefined ? lacking('change') : { undo: change };
    }
    case 'shift':
      return readShift(scopeIn(given), given);
    case 'skip':
      return given('part') === undefined
        ? lacking('part')
        : { wish: { kind: 'skip', scope: scopeIn(given) } };
    case 'pause':
      return { wish: { kind: 'pause', scope: ofTeam } };
    case 'resume': {
      const dates = given('dates');
      if (dates !== 'keep' && dates !== 'move') return lacking('dates');
      return { wish: { kind: 'resume', scope: ofTeam, move: dates === 'move' } };
    }
    case 'rest':
      return readRest(ofTeam, given);
    case 'absence':
      return readAbsence(given);
    case 'reassign':
      return readReassign(scopeIn(given), given);
    default:
      return lacking('kind');
  }
}

type Given = (name: string) => string | undefined;

/** The part of the plan that a form names. */
function scopeIn(given: Given): Scope {
  const [, kind, id] = /^(stage|step):(.+)$/.exec(given('part') ?? '') ?? [];
  const [team, occurrence] = [given('team'), given('period')];
  return {
    ...(team === undefined ? {} : { team }),
    ...(kind === 'stage' && id !== undefined ? { stage: id } : {}),
    ...(kind === 'step' && id !== undefined ? { step: id } : {}),
    ...(occurrence === undefined ? {} : { occurrence }),
  };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOST_DAYS = 730;

function readShift(scope: Scope, given: Given): Read {
  const [days, to] = [given('days'), given('to')];
  if (days === undefined && to === undefined) return lacking('days');
  if (days !== undefined && to !== undefined) return lacking('days', 'one_of_two');
  if (to !== undefined) return DAY.test(to) ? { wish: { kind: 'shift', scope, to } } : lacking('to');
  const count = Number(days);
  if (!Number.isInteger(count) || count < 1 || count > MOST_DAYS) return lacking('days', 'number');
  return { wish: { kind: 'shift', scope, days: given('way') === 'earlier' ? -count : count } };
}

function readRest(scope: Pick<Scope, 'team'>, given: Given): Read {
  const from = given('from');
  if (from === undefined) return lacking('from');
  const until = given('until') ?? from;
  if (Number(until.slice(1)) < Number(from.slice(1))) return lacking('until', 'order');
  return { wish: { kind: 'rest', scope, months: [from === until ? from : `${from}-${until}`] } };
}

function readAbsence(given: Given): Read {
  const [person, from, until, cover] = ['person', 'from', 'until', 'cover'].map(given);
  if (person === undefined) return lacking('person');
  if (from === undefined || !DAY.test(from)) return lacking('from');
  if (until === undefined || !DAY.test(until)) return lacking('until');
  if (until < from) return lacking('until', 'order');
  if (cover === person) return lacking('cover', 'same');
  return { wish: { kind: 'absence', person, from, until, cover: cover ?? null } };
}

function readReassign(scope: Scope, given: Given): Read {
  const [from, to] = [given('person'), given('to')];
  if (from === undefined) return lacking('person');
  if (to === undefined) return lacking('to');
  if (from === to) return lacking('to', 'same');
  return { wish: { kind: 'reassign', scope, from, to, task: null } };
}
