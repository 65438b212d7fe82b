/** What an admin reads in the Temporal UI: plain Markdown, ids only, times in UTC as the UI shows them. */
import type { StageDefinition, TimelineDefinition } from '../contracts/turns.ts';
import { stillMissing } from '../domain/gate.ts';
import { agenda, type AgendaMoment, type StageState } from '../domain/stage.ts';
import { isOpen } from '../domain/task.ts';
import { nextStart, type TimelineState } from '../domain/timeline.ts';

const MOMENTS = 5;

export function describeStage(definition: StageDefinition, state: StageState): string {
  const tasks = Object.values(state.tasks);
  const open = tasks.filter((task) => isOpen(task.status));
  const late = open.filter((task) => task.status !== 'assigned');
  const closed = Object.values(state.steps).filter((status) => status !== 'open').length;
  const next = agenda(definition.steps, state).slice(0, MOMENTS);
  const held = definition.steps.flatMap(({ key, gate }) =>
    gate !== undefined && state.steps[key] === 'open'
      ? [`\`${key}\` misses ${stillMissing(gate, state.tasks).join(', ')}`]
      : [],
  );
  return blocks(
    `**${definition.title}**`,
    `Steps: ${closed} of ${definition.steps.length} closed. Open tasks: ${open.length}, past due: ${late.length}.`,
    ...(definition.paused === true ? ['Paused: until it is resumed, none of what follows happens.'] : []),
    ...(held.length === 0 ? [] : ['Gates:', list(held)]),
    ...(next.length === 0 ? ['Nothing left to do.'] : ['Next:', list(next.map(sayMoment))]),
  );
}

export function describeTimeline(definition: TimelineDefinition, state: TimelineState): string {
  const { title, stages, teams } = definition;
  const children = Object.entries(state.children);
  const running = children.filter(([, status]) => status === 'started').map(([key]) => `\`${key}\``);
  const next = nextStart(stages, state);
  return blocks(
    `**${title}**`,
    `Ended: ${children.length - running.length} of ${stages.length + teams.length}.` +
      (next === null ? '' : ` Next start: ${utc(next)}.`),
    ...(running.length === 0 ? ['Nothing runs.'] : ['Running:', list(running)]),
  );
}

/** Markdown knows a paragraph or a list by the empty line before it. */
const blocks = (...parts: readonly string[]): string => parts.join('\n\n');

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** `2026-11-30 22:00 UTC` */
const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const words: Record<AgendaMoment['kind'], string> = {
  open: 'opens',
  fallback: 'opens, even without its event',
  skip: 'is left out without its event',
  automatic: 'is done by milepost',
  due: 'is due',
  escalate: 'is brought to someone who can help',
  lapse: 'lapses',
};

const sayMoment = ({ at, kind, step }: AgendaMoment): string => `${utc(at)}: \`${step}\` ${words[kind]}`;
