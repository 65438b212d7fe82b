import type { PlanContext } from './context.ts';
import { type Messages, messagesOf } from './messages.ts';
import type { Dates, DroppedMessage, Moment, Plan, PlannedMessage, PlannedStep } from './types.ts';

/** The document that `milepost plan --json` prints. */
export interface PlanJson extends Pick<Plan, 'program' | 'roadmap' | 'tzdata' | 'periods'> {
  readonly steps: readonly (Pick<
    PlannedStep,
    'id' | 'occurrence' | 'team' | 'stage' | 'kind' | 'track' | 'audience' | 'waitsFor' | 'why' | 'sources'
  > & {
    readonly opens: Moment | null;
    readonly due: Moment | null;
    /** While the event has not happened: when the step would be due if all went as planned. */
    readonly forecast: Moment | null;
    /** For a gate: the runs of steps (`step/occurrence`) that must be done; empty for other steps. */
    readonly needs: readonly string[];
  })[];
  readonly messages: readonly PlannedMessage[];
  readonly dropped: readonly DroppedMessage[];
}

/** The dates by which a step is spoken of before anything has happened. */
const datesToTell = ({ dates, forecast }: PlannedStep): Dates | null => dates ?? forecast;

/** What a step’s messages hang on beside its dates, in a sentence; null for most. */
function condition({ waitsFor, needs }: PlannedStep): string | null {
  if (waitsFor !== null) return `A forecast: the step waits for the event ${waitsFor}.`;
  return needs === undefined ? null : 'Only while something that the gate needs is missing.';
}

/** The messages of a step as planned; those that hang on an event or on what is missing say so. */
export function messagesForecast(ctx: PlanContext, step: PlannedStep): Messages {
  const dates = datesToTell(step);
  if (dates === null) return { messages: [], dropped: [] };
  const found = messagesOf(ctx, step, dates);
  const said = condition(step);
  if (said === null) return found;
  const say = <T extends { readonly why: readonly string[] }>(message: T): T => ({
    ...message,
    why: [said, ...message.why],
  });
  return { messages: found.messages.map(say), dropped: found.dropped.map(say) };
}

/** The whole plan, with every message that it will cause, as one JSON document. */
export function planJson(plan: Plan, ctx: PlanContext): PlanJson {
  const all = plan.steps.map((step) => messagesForecast(ctx, step));
  return {
    program: plan.program,
    roadmap: plan.roadmap,
    tzdata: plan.tzdata,
    periods: plan.periods,
    steps: plan.steps.map((step) => ({
      id: step.id,
      occurrence: step.occurrence,
      team: step.team,
      stage: step.stage,
      kind: step.kind,
      track: step.track,
      audience: step.audience,
      opens: step.dates?.opens ?? null,
      due: step.dates?.due ?? null,
      waitsFor: step.waitsFor,
      forecast: step.forecast?.due ?? null,
      needs: step.needs?.steps ?? [],
      why: step.why,
      sources: step.sources,
    })),
    messages: all.flatMap(({ messages }) => messages),
    dropped: all.flatMap(({ dropped }) => dropped),
  };
}
