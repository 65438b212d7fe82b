import { NO_WORKFLOW } from '../domain/task.ts';
import type { Roadmap } from '../roadmap/roadmap-schema.ts';
import type { TaskRow } from './conductor/tables.ts';
import type { Resident } from './home.ts';
import { planAction, type PlannedAction, type Profile } from './people.ts';

export interface PlannerOptions {
  readonly seed: number;
  readonly profile: Profile;
  readonly roadmap: Roadmap;
  readonly people: ReadonlyMap<string, Resident>;
  /** When each step occurrence lapses (ms), by `team/step/occurrence`. */
  readonly lapses: ReadonlyMap<string, number>;
}

/** What is asked beside the plan (a dead address, too many messages) never lapses. People forget it after a month. */
const BESIDE_THE_PLAN_MS = 30 * 24 * 3600_000;

/** What a simulated person does about a task, with everything looked up that the choice depends on. */
export function planner(options: PlannerOptions): (task: TaskRow) => PlannedAction {
  const { seed, profile, roadmap, people, lapses } = options;
  const steps = new Map(roadmap.steps.map((step) => [step.id, step]));
  const personOf = (id: string): Resident => {
    const person = people.get(id);
    if (person === undefined) throw new Error(`the program has no person ${id}`);
    return person;
  };
  return (task) => {
    if (task.workflowId === NO_WORKFLOW) {
      const asked = {
        lapsesAt: task.dueAt + BESIDE_THE_PLAN_MS,
        fields: [],
        evidence: 'none',
        gate: false,
      } as const;
      return planAction(seed, profile, { ...task, ...asked }, personOf);
    }
    const step = steps.get(task.step);
    const lapsesAt = lapses.get(`${task.team}/${task.step}/${task.occurrence}`);
    if (step === undefined || lapsesAt === undefined) {
      throw new Error(`task ${task.key} belongs to no step of the plan`);
    }
    const { fields, evidence } = step.completion;
    return planAction(
      seed,
      profile,
      { ...task, lapsesAt, fields, evidence, gate: step.kind === 'gate' },
      personOf,
    );
  };
}
