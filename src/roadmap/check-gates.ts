import { checkGateNeeds } from './check-needs.ts';
import type { Finding, Path } from './findings.ts';
import type { Roadmap, Step } from './roadmap-schema.ts';
import { type Placed, placedSteps } from './rules.ts';

/** Roles that somebody has in every program: a gate always has an owner. */
const alwaysThere: readonly Step['audience'][number][] = [
  'team_lead',
  'clinic_leader',
  'org_leader',
  'program_lead',
];

function checkGate(step: Step, at: Path): readonly Finding[] {
  const { id, audience, assign, completion, minutes, due } = step;
  const findings: Finding[] = [];
  if (step.needs === undefined) {
    const fix = 'Add `needs` with the ids of the steps that must be done.';
    findings.push({ path: [...at, 'needs'], problem: `${id} is a gate and needs nothing`, fix });
  }
  if (assign !== 'one') {
    const problem = `${id} is a gate, and a gate has one owner`;
    findings.push({ path: [...at, 'assign'], value: assign, problem, fix: 'Write assign: one.' });
  }
  const [owner] = audience;
  if (owner !== undefined && !alwaysThere.includes(owner)) {
    findings.push({
      path: [...at, 'audience', 0],
      value: owner,
      problem: `a team may have no ${owner}, and then ${id} would have no owner`,
      fix: `Name one of these first: ${alwaysThere.join(', ')}.`,
    });
  }
  if (audience.includes('advisor')) {
    findings.push({
      path: [...at, 'audience'],
      value: audience,
      problem: 'clearing the way is the work of the team, not of volunteers',
      fix: 'Take advisor out.',
    });
  }
  if ('onEvent' in due) {
    findings.push({
      path: [...at, 'due'],
      problem: `${id} is a gate, and its deadline must be a date`,
      fix: 'Write one such as { businessDay: 5, month: M3 }.',
    });
  }
  const asked = [
    ...(completion.fields.length > 0 || completion.evidence !== 'none' ? ['completion'] : []),
    ...(minutes > 0 ? ['minutes'] : []),
  ];
  const problem = `${id} is a gate: it closes by itself when what it needs is done, and asks for nothing more`;
  for (const key of asked) {
    const fix = `Take ${key} out${key === 'minutes' ? ' (minutes: 0)' : ''}; what is asked belongs to the steps it needs.`;
    findings.push({ path: [...at, key], problem, fix });
  }
  return findings;
}

function checkNoGate({ id, kind, needs, waivedNeeds }: Step, at: Path): readonly Finding[] {
  const keys = [
    ...(needs === undefined ? [] : ['needs']),
    ...(waivedNeeds === undefined ? [] : ['waivedNeeds']),
  ];
  return keys.map((key) => ({
    path: [...at, key],
    problem: `${id} is a ${kind}, and only a gate needs other steps`,
    fix: `Make its kind gate, or take ${key} out.`,
  }));
}

/** The gate that a step waits for, directly or through the events of other steps; null where it waits for none. */
function gateBefore(own: Placed, emitters: ReadonlyMap<string, Placed>): Placed | null {
  const seen = new Set<string>();
  for (let here: Placed | undefined = own; here !== undefined && !seen.has(here.step.id);) {
    seen.add(here.step.id);
    const { due } = here.step;
    if (!('onEvent' in due)) return null;
    here = emitters.get(due.onEvent);
    if (here?.step.kind === 'gate') return here;
  }
  return null;
}

function checkHeld(own: Placed, emitters: ReadonlyMap<string, Placed>): readonly Finding[] {
  const gate = gateBefore(own, emitters);
  const { step, index, stage } = own;
  if (gate === null || !('onEvent' in step.due)) return [];
  const path = ['steps', index, 'due'];
  if (stage.workflow === 'surveyCycle') {
    return [
      {
        path: [...path, 'onEvent'],
        value: step.due.onEvent,
        problem: `${step.id} belongs to ${stage.id}, which asks patients, and would wait for the gate ${gate.step.id}; the asking of a month is never held: patients are asked at least once a month`,
        fix: 'Date it by the calendar; what is still missing is brought up beside it, by the gate itself.',
      },
    ];
  }
  return step.due.otherwise === 'skip' && emitters.get(step.due.onEvent) === gate
    ? [
        {
          path: [...path, 'otherwise'],
          value: 'skip',
          problem: `${step.id} waits for the gate ${gate.step.id}, and would never happen where the gate is not met`,
          fix: 'Write otherwise: open. A gate holds things until their latest date, and not for ever.',
        },
      ]
    : [];
}

/** What is said of gates and of the steps that wait for them. */
export function checkGates(roadmap: Roadmap): readonly Finding[] {
  const placed = placedSteps(roadmap);
  const emitters = new Map(
    placed.flatMap((each) => (each.step.emits === undefined ? [] : [[each.step.emits, each] as const])),
  );
  return [
    ...roadmap.steps.flatMap((step, i) =>
      (step.kind === 'gate' ? checkGate : checkNoGate)(step, ['steps', i]),
    ),
    ...placed.flatMap((each) => checkHeld(each, emitters)),
    ...checkGateNeeds(placed),
  ];
}
