import type { StageDefinition } from '../contracts/turns.ts';
import { stillMissing } from '../domain/gate.ts';
import { agenda, type StageState } from '../domain/stage.ts';
import { isOpen } from '../domain/task.ts';

/** What an admin reads in the Temporal UI: plain Markdown, ids only. */
export function describeStage(definition: StageDefinition, state: StageState): string {
  const tasks = Object.values(state.tasks);
  const open = tasks.filter((task) => isOpen(task.status));
  const late = open.filter((task) => task.status !== 'assigned');
  const closed = Object.values(state.steps).filter((status) => status !== 'open').length;
  const next = agenda(definition.steps, state)
    .slice(0, 5)
    .map(({ at, kind, step }) => `- ${new Date(at).toISOString()} ${kind} \`${step}\``);
  const held = definition.steps.flatMap(({ key, gate }) =>
    gate !== undefined && state.steps[key] === 'open'
      ? [`- \`${key}\` misses ${stillMissing(gate, state.tasks).join(', ')}`]
      : [],
  );
  return [
    `**${definition.title}**`,
    '',
    `Steps: ${closed} of ${definition.steps.length} closed. Open tasks: ${open.length}, past due: ${late.length}.`,
    '',
    ...(held.length === 0 ? [] : ['Gates:', ...held, '']),
    next.length === 0 ? 'Nothing left to do.' : 'Next:',
    ...next,
  ].join('\n');
}
