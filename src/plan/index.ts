export { heldUntilConfirmed, lastVersion, ownRules, retiredSteps, unconfirmed } from './amended.ts';
export { type Assignment, assignmentsOf, taskSeatsOf } from './assignments.ts';
export { escalationChain, liaisonOf } from './audience.ts';
export { momentAt, msOf } from './calendar/moment.ts';
export { isZone } from './calendar/zone.ts';
export { mayWaitUntil, nextDigest } from './digest.ts';
export { monthAt, monthsFrom, todayIn } from './clock.ts';
export {
  type OwnRules,
  pauseOf,
  type PlanEdit,
  type Profile,
  type Scope,
  type Seat,
  type SeatChange,
} from './edits.ts';
export { seatsOf } from './edited-program.ts';
export { saysChange, saysEdit } from './says-edit.ts';
export type { Day } from './calendar/days.ts';
export { daysApart } from './calendar/days-apart.ts';
export { type Cohort, cohortsOf, compile, compilePlan } from './compile.ts';
export { planContext, type PlanContext } from './context.ts';
export { isGathering } from './gathering.ts';
export { handoverMessage, messagesOf, takeoverMessage } from './messages.ts';
export { type Months, parseMonths, quartersOf, startOfMonth } from './months.ts';
export { monthsAsked } from './months-asked.ts';
export {
  type Crowd,
  crowdName,
  crowdOf,
  type Heard,
  type Hearer,
  hearing,
  type Part,
  parts,
} from './crowd.ts';
export { datesOnEvent } from './on-event.ts';
export { resolvePeople } from './people.ts';
export { planJson, type PlanJson } from './plan-json.ts';
export { checkInWith, nudgeTimes, tooEarly } from './nudge.ts';
export { notAfterOf, type Receiver, receiverOf, redate, usualReceiverOf } from './receiver.ts';
export { restoredPlan, runningPlan } from './stored.ts';
export type * from './types.ts';
export { heavyMonths, workloadOf } from './workload.ts';
export { allowedHours, LEAST_ALLOWED_MINUTES } from './allowed-hours.ts';
export { workloadWarnings } from './workload-warnings.ts';
