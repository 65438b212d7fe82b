import type { Finding, Path } from './findings.ts';
import { duplicateIds } from './findings.ts';
import type { Field, Step } from './roadmap-schema.ts';

const gatherings: readonly Step['kind'][] = ['event', 'meeting'];

function checkEvent({ id, kind, event }: Step, at: Path): readonly Finding[] {
  const gathers = gatherings.includes(kind);
  if (gathers && event === undefined) {
    return [
      {
        path: [...at, 'event'],
        problem: `${id} is a${kind === 'event' ? 'n' : ''} ${kind}, so people must know how long and where`,
        fix: 'Add `event` with minutes and where.',
      },
    ];
  }
  if (!gathers && event !== undefined) {
    const fix = 'Take `event` out, or make the kind event or meeting.';
    return [{ path: [...at, 'event'], problem: `${id} is a ${kind}, which nobody comes to`, fix }];
  }
  return [];
}

function checkAutomatic({ id, kind, completion, reminders, minutes }: Step, at: Path): readonly Finding[] {
  if (kind !== 'automatic') return [];
  const problem = `${id} is automatic, so nobody is asked for anything`;
  return [
    ...(completion.fields.length > 0 || completion.evidence !== 'none' ? ['completion'] : []),
    ...(reminders.length > 0 ? ['reminders'] : []),
    ...(minutes > 0 ? ['minutes'] : []),
  ].map((key) => ({ path: [...at, key], problem, fix: `Take ${key} out, or choose another kind.` }));
}

const counted = [
  ['asked', 'number'],
  ['returned', 'number'],
  ['seen', 'range'],
] as const;

function checkCounts({ id, kind, completion, audience }: Step, at: Path): readonly Finding[] {
  if (kind !== 'counts') return [];
  const missing = counted.filter(
    ([name, type]) => !completion.fields.some((field) => field.id === name && field.type === type),
  );
  const findings: Finding[] = missing.map(([name, type]) => ({
    path: [...at, 'completion', 'fields'],
    value: completion.fields.map((field) => field.id),
    problem: `${id} counts patients, and the field "${name}" of type ${type} is missing`,
    fix: 'A step of kind counts has the fields asked (number), returned (number) and seen (range).',
  }));
  if (audience.every((role) => role === 'advisor')) {
    findings.push({
      path: [...at, 'audience'],
      value: audience,
      problem: 'counting is the work of the team, not of volunteers',
      fix: 'Give it to team_lead, member or staff.',
    });
  }
  return findings;
}

function checkField(field: Field, at: Path): readonly Finding[] {
  const { id, type, options = [], min, max } = field;
  const findings: Finding[] = [...duplicateIds('choice', options, [...at, 'options'])];
  if (type === 'choice' && options.length < 2) {
    const fix = 'Add `options`, each with an id and a label.';
    findings.push({
      path: [...at, 'options'],
      problem: `${id} is a choice and needs two options or more`,
      fix,
    });
  }
  if (type !== 'choice' && options.length > 0) {
    const fix = 'Take the options out, or make its type choice.';
    findings.push({
      path: [...at, 'options'],
      problem: `${id} is of type ${type}, which has no options`,
      fix,
    });
  }
  if ((min !== undefined || max !== undefined) && type !== 'number' && type !== 'range') {
    const fix = 'Take min and max out, or make its type number or range.';
    findings.push({ path: at, problem: `${id} is of type ${type}, which has no least or most`, fix });
  }
  if (min !== undefined && max !== undefined && max < min) {
    const fix = 'Make max at least as large as min.';
    findings.push({ path: [...at, 'max'], value: max, problem: `this is below the least, ${min}`, fix });
  }
  return findings;
}

/** What one step says of itself: its kind, its form, its audience. */
export function checkStep(step: Step, at: Path): readonly Finding[] {
  const { fields } = step.completion;
  const place = [...at, 'completion', 'fields'];
  return [
    ...checkEvent(step, at),
    ...checkAutomatic(step, at),
    ...checkCounts(step, at),
    ...duplicateIds('field', fields, place),
    ...fields.flatMap((field, i) => checkField(field, [...place, i])),
  ];
}
