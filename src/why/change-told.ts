import { momentAt } from '../plan/calendar/moment.ts';
import { type PlanEdit, saysEdit } from '../plan/index.ts';
import type { ChangeRow } from '../read/run-facts.ts';
import { saysDate, saysMail, saysWhen, type Telling, zoneOf } from './telling.ts';
import type { ChangeTold } from './types.ts';

interface Undo {
  readonly undoes?: string;
}

/** Which lines of previews belong to the subject. */
export interface Concern {
  readonly step: boolean;
  readonly task: (key: string) => boolean;
  readonly message: (key: string) => boolean;
}

/** The changes that concern a subject, in the order in which they were made. */
export function changesTold(telling: Telling, concern: Concern): ChangeTold[] {
  const { facts, zone } = telling;
  const told = facts.changes.map((change): ChangeTold => ({
    id: change.id,
    kind: change.kind,
    by: change.by,
    at: momentAt(change.at.getTime(), zone),
    inForce: change.status !== 'undone',
    text: `${saysChange(change, telling)}${saysUndone(change, telling)}.`,
    effects: stepFirst(change.lines).flatMap((line) => saysLine(line, telling, concern) ?? []),
  }));
  return concern.step ? told : told.filter(({ effects }) => effects.length > 0);
}

const stepFirst = (lines: readonly string[]): string[] =>
  lines.toSorted((a, b) => Number(b.startsWith('step ')) - Number(a.startsWith('step ')));

/** `Change c-1 of robin, Thursday …: Move team east 14 days later` */
function saysChange({ id, kind, edit, by, at }: ChangeRow, { who, zone }: Telling): string {
  const { undoes } = edit as Undo;
  const said = undoes === undefined ? saysAnyEdit(kind, edit as object) : `Take back ${undoes}`;
  return `Change ${id} of ${who(by)}, ${saysWhen(at, zone)}: ${said}`;
}

/** An edit in words; one of a kind that this code does not know, by the name of its kind. */
const saysAnyEdit = (kind: string, edit: object): string =>
  ('scope' in edit ? saysEdit(edit as PlanEdit) : undefined) ?? kind;

function saysUndone(change: ChangeRow, { facts, who, zone }: Telling): string {
  if (change.status !== 'undone') return '';
  const undo = facts.changes.find(({ edit }) => (edit as Undo).undoes === change.id);
  return undo === undefined
    ? '; it was taken back since'
    : `; taken back by change ${undo.id} of ${who(undo.by)}, ${saysWhen(undo.at, zone)}`;
}

/** `by change c-1 of robin on Thursday 4 May 2017`; just the id where nothing more is known of it. */
export function saysBy(id: string, { facts, who, zone }: Telling): string {
  const change = facts.changes.find((each) => each.id === id);
  return change === undefined
    ? `by change ${id}`
    : `by change ${id} of ${who(change.by)} on ${saysDate(change.at, zone)}`;
}

const lineShape = /^(step|task|message) (\S+) (\S+?): (?:due )?(.+) -> (.+)$/;

/** A line of a preview as a sentence; as it stands where it has another shape; null where it is not about the subject. */
function saysLine(line: string, telling: Telling, concern: Concern): string | null {
  if (!isAbout(line, concern)) return null;
  const [, what, key = '', effect, before = '', after = ''] = lineShape.exec(line) ?? [];
  switch (what) {
    case 'step':
      if (effect === 'needs')
        return `The gate: it needed ${saysNeeds(before)} before, and needs ${saysNeeds(after)} now.`;
      return `The step: ${saysMove('due', before, after, telling.zone)}.`;
    case 'task':
      return `The task: ${saysHands(before, after, telling)}.`;
    case 'message': {
      const [, , , , kind = 'message', people = ''] = key.split('/');
      const [to = '', about = to] = people.replace(/@\d+$/, '').split('~');
      return `The ${saysMail({ kind, to, about }, telling.who)}: ${saysMove('to go out', before, after, zoneOf(telling, to))}.`;
    }
    default:
      return line;
  }
}

function isAbout(line: string, concern: Concern): boolean {
  const [what, key = ''] = line.split(' ');
  if (what === 'step') return concern.step;
  return what === 'task' ? concern.task(key) : concern.message(key);
}

function saysHands(from: string, to: string, { who }: Telling): string {
  if (from === NEVER) return `added, for ${who(to)}`;
  return to === NEVER
    ? `taken back from ${who(from)}`
    : `from the hands of ${who(from)} into those of ${who(to)}`;
}

const NEVER = '-';

const saysNeeds = (keys: string): string => (keys === NEVER ? 'nothing' : keys.split(',').join(', '));

function saysMove(what: string, before: string, after: string, zone: string): string {
  const when = (utc: string): string =>
    Number.isNaN(Date.parse(utc)) ? utc : saysWhen(Date.parse(utc), zone);
  if (what === 'due' && before === after)
    return `it asks other things or other people; ${what} ${when(after)} as before`;
  if (before === NEVER) return `added, ${what} ${when(after)}`;
  if (after === NEVER) return `cancelled; it was ${what} ${when(before)}`;
  return `${what} ${when(before)} before, ${when(after)} now`;
}
