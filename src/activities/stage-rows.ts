import type { StageTurnInput } from '../contracts/turns.ts';
import { stepKey } from '../domain/keys.ts';
import type { StageEffect } from '../domain/stage.ts';
import {
  assignmentsOf,
  datesOnEvent,
  heldUntilConfirmed,
  messagesOf,
  type PlanContext,
} from '../plan/index.ts';
import type { Dates, PlannedStep } from '../plan/types.ts';
import type {
  NewDating,
  NewEvent,
  NewMessage,
  NewTask,
  ProgramContext,
  StageRows,
  StoredStep,
  TaskChange,
} from './ports.ts';
import { gateEvent, gatesToTell, goneOnWithout } from './gates.ts';
import { atOpening, droppedMessage, newMessage } from './message-rows.ts';
import { collectionOf } from './quarter-collection.ts';
import { resultsOf, sumsOf } from './results.ts';
import { answersEvent, localKey, timingOf } from './stage-step.ts';

export interface StageFacts {
  readonly context: ProgramContext;
  readonly plan: PlanContext;
  readonly steps: readonly StoredStep[];
  /** Steps of the team that wait for an event of this turn. */
  readonly waiting: readonly PlannedStep[];
  /** Gates of the team that may need what this turn closed. */
  readonly gates: readonly PlannedStep[];
}

/** The rows that one turn of a stage writes. Pure: the same turn gives the same rows, also when it is tried again. */
export function stageRows(turn: StageTurnInput, facts: StageFacts): StageRows {
  const datings = turn.effects.flatMap((effect) =>
    effect.type === 'emit' ? datingsOf(effect, turn, facts) : [],
  );
  const own = datings.filter((dating) => isOwn(dating, turn));
  const automatic = turn.effects.flatMap((effect) =>
    effect.type === 'automatic' ? [storedStep(effect.step, facts).planned] : [],
  );
  return {
    workflowId: turn.workflowId,
    program: turn.program,
    team: turn.team,
    epoch: turn.epoch,
    version: turn.version,
    now: turn.now,
    seenHint: turn.seenHint,
    seenTick: turn.seenTick,
    // A step that was dated just now may open before anything else does.
    nextAt: turn.ended
      ? null
      : earliest([turn.nextAt, ...own.map(({ dates }) => Date.parse(dates.opens.utc))]),
    ended: turn.ended,
    parentId: turn.ended ? turn.parentId : null,
    ref: { program: turn.program, team: turn.team, stage: turn.stage, occurrence: turn.occurrence },
    planVersion: turn.planVersion,
    state: turn.state,
    newTasks: turn.effects.flatMap((effect) =>
      effect.type === 'open' ? newTasksOf(effect.step, facts) : [],
    ),
    messages: turn.effects.flatMap((effect) =>
      effect.type === 'open' || effect.type === 'automatic'
        ? untilConfirmed(atOpening(messagesOfStep(effect.step, facts), turn.now), facts.plan)
        : [],
    ),
    taskChanges: turn.effects.flatMap((effect) => (effect.type === 'task' ? [taskChange(effect)] : [])),
    datings,
    gatesToTell: gatesToTell(turn, facts.gates),
    collections: automatic.flatMap((planned) => collectionOf(planned, facts.plan)),
    results: automatic.flatMap((planned) => resultsOf(planned, facts.plan, turn.now)),
    sums: automatic.flatMap((planned) => sumsOf(planned, facts.plan, turn.now)),
    answers: turn.answers,
    dated: own.map(({ step, occurrence, dates }) => ({
      key: `${step}/${occurrence}`,
      timing: timingOf(dates),
    })),
    events: [
      ...turn.effects.map((effect) => eventOf(effect, turn)),
      ...turn.effects.flatMap((effect) =>
        effect.type === 'open'
          ? goneOnWithout(storedStep(effect.step, facts), facts.context.roadmap, turn.program)
          : [],
      ),
      ...(turn.ended
        ? [
            {
              type: 'stage.ended',
              key: `${turn.program}/${turn.team}/${turn.stage}/${turn.occurrence}`,
              actor: null,
            },
          ]
        : []),
    ],
  };
}

const earliest = (times: readonly (number | null)[]): number | null => {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
};

function storedStep(key: string, facts: StageFacts): StoredStep {
  const step = facts.steps.find(({ planned }) => localKey(planned) === key);
  if (step === undefined) throw new Error(`the plan has no step ${key} in this stage`);
  return step;
}

function datesInForce({ planned, dated }: StoredStep): Dates {
  const dates = dated ?? planned.dates ?? planned.fallback;
  if (dates === null) throw new Error(`step ${localKey(planned)} has no dates`);
  return dates;
}

function newTasksOf(key: string, facts: StageFacts): NewTask[] {
  const step = storedStep(key, facts);
  const dates = datesInForce(step);
  const timing = timingOf(dates);
  return assignmentsOf(facts.plan, step.planned, dates).map(({ task, owner, eligible, volunteer }) => ({
    key: task,
    step: step.planned.id,
    occurrence: step.planned.occurrence,
    kind: step.planned.kind,
    owner,
    eligible,
    volunteer,
    openedAt: timing.opensAt,
    dueAt: timing.dueAt,
    minutes: facts.plan.step(step.planned.id).minutes,
  }));
}

function messagesOfStep(key: string, facts: StageFacts): NewMessage[] {
  const step = storedStep(key, facts);
  const dates = datesInForce(step);
  const { messages, dropped } = messagesOf(facts.plan, step.planned, dates);
  return [
    ...messages.map(newMessage),
    ...dropped.map((message) => droppedMessage(message, step.planned, dates)),
  ];
}

/** What an amendment brings at once waits for its confirmation; what the engine just did is told all the same. */
const untilConfirmed = (messages: readonly NewMessage[], { edits }: PlanContext): NewMessage[] =>
  messages.map((message) =>
    message.state === 'pending' && message.taskKey !== null && heldUntilConfirmed(edits, message) !== null
      ? { ...message, state: 'held' }
      : message,
  );

function datingsOf(
  effect: Extract<StageEffect, { type: 'emit' }>,
  turn: StageTurnInput,
  facts: StageFacts,
): NewDating[] {
  const occurrence = storedStep(effect.step, facts).planned.occurrence;
  return (
    facts.waiting
      .filter((step) => step.waitsFor === effect.event && answersEvent(occurrence, step.occurrence))
      // A step that has opened at its latest date keeps its dates.
      .filter((step) => !isOwn(step, turn) || turn.state.steps[localKey(step)] === undefined)
      .map((step) => ({
        team: step.team,
        step: step.id,
        occurrence: step.occurrence,
        dates: datesOnEvent(facts.plan, step, turn.now),
        event: effect.event,
        eventAt: turn.now,
        stage: step.stage,
        stageOccurrence: step.stageOccurrence,
      }))
  );
}

/** Whether a step belongs to the stage whose turn this is. */
const isOwn = (step: Pick<PlannedStep, 'stage' | 'stageOccurrence'>, turn: StageTurnInput): boolean =>
  step.stage === turn.stage && step.stageOccurrence === turn.occurrence;

const taskChange = (effect: Extract<StageEffect, { type: 'task' }>): TaskChange => ({
  key: effect.task,
  status: effect.state.status,
  level: effect.state.level,
  closedAt: effect.state.closedAt,
  by: effect.by,
  command: effect.command,
});

function eventOf(effect: StageEffect, turn: StageTurnInput): NewEvent {
  const [step, occurrence] = effect.step.split('/') as [string, string];
  const key = stepKey({ program: turn.program, team: turn.team, step, occurrence });
  switch (effect.type) {
    case 'open':
      return { type: 'step.opened', key, actor: null };
    case 'automatic':
      return { type: 'step.done', key, actor: null };
    case 'skip':
      return { type: `step.skipped.${effect.reason}`, key, actor: null };
    case 'task':
      return { type: `task.${effect.state.status}`, key: effect.task, actor: effect.by };
    case 'gate':
      return gateEvent(effect, key);
    case 'emit':
      return { type: `event.${effect.event}`, key, actor: null };
  }
}
