import type { Answer } from '../domain/answers.ts';
import type { TaskDetail, TaskField } from '../read/task-detail.ts';
import { CliError } from './errors.ts';

/**
 * `id=value` texts as the answer of a task, each in the type its field asks for.
 * Throws bad input that names the field, the value and what is wanted; whether all is there, the task itself decides.
 */
export function parseFields(task: Pick<TaskDetail, 'key' | 'fields'>, given: readonly string[]): Answer {
  const answer: Record<string, Answer[string]> = {};
  for (const text of given) {
    const equals = text.indexOf('=');
    if (equals < 1) throw bad(text, 'write it as id=value');
    const id = text.slice(0, equals);
    const field = task.fields.find((candidate) => candidate.id === id);
    if (field === undefined) throw bad(text, `${task.key} has no field ${id}; ${offered(task.fields)}`);
    if (id in answer) throw bad(text, `the field ${id} is given twice`);
    answer[id] = parseField(field, text.slice(equals + 1).trim(), text);
  }
  return answer;
}

function parseField(field: TaskField, value: string, text: string): Answer[string] {
  switch (field.type) {
    case 'number': {
      const number = Number(value);
      if (value === '' || !Number.isFinite(number)) throw bad(text, `${field.id} is a number`);
      return number;
    }
    case 'yes_no':
      if (/^(y|yes|s|si|sí|true)$/i.test(value)) return true;
      if (/^(n|no|false)$/i.test(value)) return false;
      throw bad(text, `${field.id} is yes or no`);
    case 'range':
      return (
        parseRange(value) ?? fail(bad(text, `${field.id} is a range as in 180-220, the lower number first`))
      );
    case 'choice': {
      const ids = (field.options ?? []).map((option) => option.id);
      if (!ids.includes(value)) throw bad(text, `${field.id} is one of ${ids.join(', ')}`);
      return value;
    }
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw bad(text, `${field.id} is a date as in 2026-03-31`);
      return value;
    case 'text':
      return value;
  }
}

/** `180-220`, or `200` for exactly so many; null where the text is no range. */
export function parseRange(text: string): { low: number; high: number } | null {
  const match = /^(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?$/.exec(text.trim());
  if (match === null) return null;
  const low = Number(match[1]);
  const high = Number(match[2] ?? match[1]);
  return low <= high ? { low, high } : null;
}

/** `it asks for word (text), seen (range, optional)`. */
export const offered = (fields: readonly TaskField[]): string =>
  fields.length === 0
    ? 'it asks for none'
    : `it asks for ${fields.map((field) => `${field.id} (${field.type.replace('_', '/')}${field.required ? '' : ', optional'})`).join(', ')}`;

const bad = (text: string, wanted: string): CliError =>
  new CliError('bad_input', `--field ${text}: ${wanted}.`);

function fail(error: Error): never {
  throw error;
}
