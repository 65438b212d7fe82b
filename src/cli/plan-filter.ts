import type { Moment, PlanJson } from '../plan/index.ts';
import { monthNumber } from './format/dates.ts';

export type PlanStep = PlanJson['steps'][number];

export interface PlanFilter {
  /** YYYY-MM-DD. */
  readonly launch: string;
  /** 0 is the launch month; null for all. */
  readonly month: number | null;
  readonly messages: boolean;
}

/** When a step falls as far as one can tell: its date or its forecast. */
export const dueOf = ({ due, forecast }: PlanStep): Moment | null => due ?? forecast;

/** One run of a step by one team. */
export const runOfStep = ({ team, id, occurrence }: PlanStep): string => `${team}/${id}/${occurrence}`;

/** The run that a message belongs to. */
export const runOfMessage = (message: { team: string; step: string; occurrence: string }): string =>
  `${message.team}/${message.step}/${message.occurrence}`;

/** The part of a plan that was asked for. A month holds what is due in it, and what is sent in it. */
export function filterPlan(plan: PlanJson, { launch, month, messages }: PlanFilter): PlanJson {
  const inMonth = (moment: Moment | null): boolean =>
    month === null || (moment !== null && monthNumber(launch, moment.local) === month);
  const steps = plan.steps.filter((step) => inMonth(dueOf(step)));
  const runs = new Set(steps.map(runOfStep));
  return {
    ...plan,
    steps,
    messages: messages ? plan.messages.filter(({ sendAt }) => inMonth(sendAt)) : [],
    dropped: messages ? plan.dropped.filter((message) => runs.has(runOfMessage(message))) : [],
  };
}
