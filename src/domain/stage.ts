/**
 * The rules of one stage occurrence (one team's journey mapping, one month's survey cycle): which step opens
 * when, what becomes of its tasks, when the stage is over. Pure: a workflow carries the effects out.
 *
 * Times are program time in ms since the epoch. The definition comes from the plan; the state is progress.
 */
import { type Gate, type GateOutcome, opensTheWay, outcomeOf, stillMissing } from './gate.ts';
import { parseTaskKey } from './keys.ts';
import { agenda, onTime, statusOf, type AgendaMoment } from './stage-agenda.ts';
import { decideTask, isOpen, newTask, type TaskEvent, type TaskState } from './task.ts';

export { agenda, isEarly, nextWake, type AgendaMoment } from './stage-agenda.ts';

export interface StepTiming {
  readonly opensAt: number;
  readonly dueAt: number;
  readonly escalateAt: readonly number[];
}

export interface StageStep {
  /** `step/occurrence`: unique in the stage occurrence. */
  readonly key: string;
  /** Tasks by natural key. Empty for what the engine does by itself, and where the audience is empty. */
  readonly tasks: readonly { readonly key: string; readonly volunteer: boolean }[];
  /** Done by the engine when due, with nobody's task. */
  readonly automatic: boolean;
  /** null while the event that dates it has not happened. */
  readonly timing: StepTiming | null;
  /** In force when the event never comes: `open` at its opening, or `skip` once its due date has passed. */
  readonly fallback: (StepTiming & { readonly otherwise: 'open' | 'skip' }) | null;
  readonly lapseAt: number;
  /** The event that finishing it gives off. */
  readonly emits: string | null;
  /** Set where the step is a gate: it closes by itself when nothing is missing. */
  readonly gate?: Gate;
}

export type StepStatus = 'planned' | 'open' | 'done' | 'skipped';

export interface StageState {
  readonly schemaVersion: 1;
  /** Steps that are no longer `planned`. */
  readonly steps: Readonly<Record<string, Exclude<StepStatus, 'planned'>>>;
  /** Tasks of the steps that were opened. */
  readonly tasks: Readonly<Record<string, TaskState>>;
}

export type SkipReason = 'event_never_came' | 'nobody_in_audience' | 'plan_changed';

export type StageEffect =
  | { readonly type: 'open'; readonly step: string; readonly timing: StepTiming }
  | { readonly type: 'automatic'; readonly step: string; readonly timing: StepTiming }
  | { readonly type: 'skip'; readonly step: string; readonly reason: SkipReason }
  | {
      readonly type: 'task';
      readonly step: string;
      readonly task: string;
      readonly state: TaskState;
      readonly command: string | null;
      readonly by: string | null;
    }
  | {
      readonly type: 'gate';
      readonly step: string;
      readonly outcome: GateOutcome;
      readonly missing: readonly string[];
      readonly by: string | null;
    }
  | { readonly type: 'emit'; readonly step: string; readonly event: string };

export interface StageTurn {
  readonly state: StageState;
  readonly effects: readonly StageEffect[];
}

export const emptyStage: StageState = { schemaVersion: 1, steps: {}, tasks: {} };

/** A stage is over when every step is done or skipped. */
export const isOver = (definition: readonly StageStep[], state: StageState): boolean =>
  definition.every((step) => ['done', 'skipped'].includes(statusOf(state, step.key)));

/** Closes the gates that miss nothing any more, then carries out everything to wake for by `now`, in order of time. */
export function runDue(
  definition: readonly StageStep[],
  state: StageState,
  now: number,
  wake = onTime,
): StageTurn {
  const met = meetGates(definition, state, now);
  const effects: StageEffect[] = [...met.effects];
  let current = met.state;
  for (;;) {
    const moment = agenda(definition, current).find((candidate) => wake(candidate) <= now);
    if (moment === undefined) return { state: current, effects };
    const turn = carryOut(definition, current, moment, now);
    current = turn.state;
    effects.push(...turn.effects);
  }
}

/** Closes the gates that miss nothing any more: also while a program is paused, when people may still complete. */
export function meetGates(definition: readonly StageStep[], state: StageState, now: number): StageTurn {
  let current = state;
  const effects: StageEffect[] = [];
  for (const step of definition) {
    if (step.gate === undefined || statusOf(current, step.key) !== 'open') continue;
    if (stillMissing(step.gate, current.tasks).length > 0) continue;
    const turn = changeTasks(step, current, { type: 'complete' }, now);
    current = turn.state;
    effects.push(...turn.effects);
  }
  return { state: current, effects };
}

function carryOut(
  definition: readonly StageStep[],
  state: StageState,
  moment: AgendaMoment,
  now: number,
): StageTurn {
  const step = definition.find((candidate) => candidate.key === moment.step);
  if (step === undefined) throw new Error(`agenda names a step that is not in the stage: ${moment.step}`);
  switch (moment.kind) {
    case 'open':
    case 'fallback':
      return openStep(step, state);
    case 'skip':
      return skip(step, state, 'event_never_came');
    case 'automatic':
      return finish(step, state, [{ type: 'automatic', step: step.key, timing: timingOf(step) }]);
    case 'due':
      return changeTasks(step, state, { type: 'due' }, now);
    case 'escalate':
      return changeTasks(step, state, { type: 'escalate', level: moment.level ?? 1 }, now);
    case 'lapse':
      return statusOf(state, step.key) === 'planned'
        ? skip(step, state, 'event_never_came')
        : changeTasks(step, state, { type: 'lapse' }, now);
  }
}

const withStep = (state: StageState, step: string, status: Exclude<StepStatus, 'planned'>): StageState => ({
  ...state,
  steps: { ...state.steps, [step]: status },
});

function timingOf(step: StageStep): StepTiming {
  const timing = step.timing ?? step.fallback;
  if (timing === null) throw new Error(`step ${step.key} has no dates yet`);
  return { opensAt: timing.opensAt, dueAt: timing.dueAt, escalateAt: timing.escalateAt };
}

function openStep(step: StageStep, state: StageState): StageTurn {
  if (step.automatic)
    return finish(step, state, [{ type: 'automatic', step: step.key, timing: timingOf(step) }]);
  if (step.gate !== undefined && stillMissing(step.gate, state.tasks).length === 0) {
    return finish(step, state, [{ type: 'gate', step: step.key, outcome: 'met', missing: [], by: null }]);
  }
  if (step.tasks.length === 0) return skip(step, state, 'nobody_in_audience');
  const tasks = { ...state.tasks };
  for (const { key, volunteer } of step.tasks) tasks[key] = newTask(volunteer);
  return {
    state: withStep({ ...state, tasks }, step.key, 'open'),
    effects: [{ type: 'open', step: step.key, timing: timingOf(step) }],
  };
}

const skip = (step: StageStep, state: StageState, reason: SkipReason): StageTurn => ({
  state: withStep(state, step.key, 'skipped'),
  effects: [{ type: 'skip', step: step.key, reason }],
});

function finish(step: StageStep, state: StageState, effects: readonly StageEffect[]): StageTurn {
  const emitted: StageEffect[] =
    step.emits === null ? [] : [{ type: 'emit', step: step.key, event: step.emits }];
  return { state: withStep(state, step.key, 'done'), effects: [...effects, ...emitted] };
}

function changeTasks(step: StageStep, state: StageState, event: TaskEvent, now: number): StageTurn {
  let current = state;
  const effects: StageEffect[] = [];
  for (const { key } of step.tasks) {
    const turn = changeTask(step, current, key, event, now, null);
    current = turn.state;
    effects.push(...turn.effects);
  }
  return closeIfAllClosed(step, current, effects);
}

/**
 * What a changed plan means for what is open: a task that was overdue and has time again is so no longer, the tasks of
 * a step that the plan has no more are waived, those of somebody who joined are taken up, and those of somebody who
 * left are waived. Changes nothing where the plan is the one that was followed.
 */
export function followPlan(definition: readonly StageStep[], state: StageState, now: number): StageTurn {
  let current = state;
  const effects: StageEffect[] = [];
  const take = (turn: StageTurn): void => {
    current = turn.state;
    effects.push(...turn.effects);
  };
  for (const step of definition) {
    if (statusOf(current, step.key) !== 'open') continue;
    current = withNewTasks(step, current);
    take(withdrawTasks(step, current, now));
    const due = (step.timing ?? step.fallback)?.dueAt;
    if (due === undefined || due <= now) continue;
    take(changeTasks(step, current, { type: 'postpone' }, now));
  }
  const planned = new Set(definition.map(({ key }) => key));
  const gone = Object.keys(state.steps).filter((key) => state.steps[key] === 'open' && !planned.has(key));
  for (const key of gone.sort()) take(withdraw(key, current, now));
  return { state: current, effects };
}

/** Tasks whose rows a change of plan has written. */
function withNewTasks(step: StageStep, state: StageState): StageState {
  const fresh = step.tasks.filter(({ key }) => state.tasks[key] === undefined);
  if (fresh.length === 0) return state;
  const tasks = Object.fromEntries(fresh.map(({ key, volunteer }) => [key, newTask(volunteer)]));
  return { ...state, tasks: { ...state.tasks, ...tasks } };
}

const tasksOfStep = (step: string, state: StageState): string[] =>
  Object.keys(state.tasks)
    .filter((key) => {
      const parsed = parseTaskKey(key);
      return parsed !== null && `${parsed.step}/${parsed.occurrence}` === step;
    })
    .sort();

/** Tasks that a change of plan took back from an open step. */
function withdrawTasks(step: StageStep, state: StageState, now: number): StageTurn {
  const kept = new Set(step.tasks.map(({ key }) => key));
  let current = state;
  const effects: StageEffect[] = [];
  for (const key of tasksOfStep(step.key, state)) {
    if (kept.has(key)) continue;
    const turn = changeTask(step, current, key, { type: 'waive' }, now, null);
    current = turn.state;
    effects.push(...turn.effects);
  }
  return effects.length === 0 ? { state, effects } : closeIfAllClosed(step, current, effects);
}

function withdraw(step: string, state: StageState, now: number): StageTurn {
  const tasks = tasksOfStep(step, state);
  let current = state;
  const effects: StageEffect[] = [];
  for (const key of tasks) {
    const turn = changeTask({ key: step }, current, key, { type: 'waive' }, now, null);
    current = turn.state;
    effects.push(...turn.effects);
  }
  return {
    state: withStep(current, step, 'skipped'),
    effects: [...effects, { type: 'skip', step, reason: 'plan_changed' }],
  };
}

function settleGate(
  { key: step, tasks, emits }: StageStep,
  gate: Gate,
  state: StageState,
  effects: readonly StageEffect[],
): StageTurn {
  const outcome = outcomeOf(tasks.map(({ key }) => state.tasks[key]?.status).at(0));
  const by = effects.flatMap((effect) => (effect.type === 'task' ? [effect.by] : [])).at(-1) ?? null;
  const missing = stillMissing(gate, state.tasks);
  const settled: StageEffect[] = [...effects, { type: 'gate', step, outcome, missing, by }];
  if (emits !== null && opensTheWay(outcome)) settled.push({ type: 'emit', step, event: emits });
  return { state: withStep(state, step, 'done'), effects: settled };
}

interface Actor {
  readonly command: string;
  readonly by: string;
}

function changeTask(
  step: Pick<StageStep, 'key'>,
  state: StageState,
  key: string,
  event: TaskEvent,
  now: number,
  actor: Actor | null,
): StageTurn {
  const before = state.tasks[key];
  if (before === undefined) return { state, effects: [] };
  const after = decideTask(before, event, now);
  if (after === before) return { state, effects: [] };
  const effect: StageEffect = {
    type: 'task',
    step: step.key,
    task: key,
    state: after,
    command: actor?.command ?? null,
    by: actor?.by ?? null,
  };
  return { state: { ...state, tasks: { ...state.tasks, [key]: after } }, effects: [effect] };
}

/** A step gives off its event only where somebody completed it: what lapsed or was waived did not happen. */
function closeIfAllClosed(step: StageStep, state: StageState, effects: readonly StageEffect[]): StageTurn {
  const tasks = step.tasks.map(({ key }) => state.tasks[key]);
  if (tasks.some((task) => task !== undefined && isOpen(task.status))) return { state, effects };
  if (step.gate !== undefined) return settleGate(step, step.gate, state, effects);
  if (tasks.some((task) => task?.status === 'completed')) return finish(step, state, effects);
  return { state: withStep(state, step.key, 'done'), effects };
}

export interface StageCommand {
  readonly id: string;
  readonly kind: 'complete' | 'waive';
  readonly task: string;
  readonly by: string;
}

export type StageCommandResult =
  | { readonly type: 'closed'; readonly turn: StageTurn; readonly task: TaskState; readonly changed: boolean }
  | { readonly type: 'not_open_yet' }
  | { readonly type: 'closes_by_itself' }
  | { readonly type: 'unknown_task' };

/** What a person asks for. A task that is closed already is answered with how it was closed. */
export function applyCommand(
  definition: readonly StageStep[],
  state: StageState,
  command: StageCommand,
  now: number,
): StageCommandResult {
  const step = definition.find((candidate) => candidate.tasks.some((task) => task.key === command.task));
  if (step === undefined) return { type: 'unknown_task' };
  const before = state.tasks[command.task];
  if (before === undefined) return { type: 'not_open_yet' };
  if (step.gate !== undefined && command.kind === 'complete' && isOpen(before.status))
    return { type: 'closes_by_itself' };
  const changed = changeTask(step, state, command.task, { type: command.kind }, now, {
    command: command.id,
    by: command.by,
  });
  const turn =
    changed.effects.length === 0 ? changed : closeIfAllClosed(step, changed.state, changed.effects);
  return {
    type: 'closed',
    turn,
    task: turn.state.tasks[command.task] ?? before,
    changed: changed.effects.length > 0,
  };
}
