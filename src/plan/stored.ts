import type { Person, Program } from '../roadmap/program-schema.ts';
import { amendedRoadmap } from './amended.ts';
import { planContext, type PlanContext } from './context.ts';
import { editedProgram } from './edited-program.ts';
import type { PlanEdit } from './edits.ts';
import type { LoadedRoadmap } from './types.ts';

/** A version of a plan as it is kept: people stand apart from it, and its edits name those who joined by their ids. */
export interface StoredPlan {
  /** The program file without its people. */
  readonly definition: object;
  /** The roadmap that it was launched with. */
  readonly launchedWith: LoadedRoadmap;
  /** Everyone, as they were before edits changed how they are written to. */
  readonly people: readonly Person[];
  /** Ids of those whom an edit brought in. */
  readonly joined: readonly string[];
  readonly edits: readonly PlanEdit[];
}

/** `program` and `roadmap` are as the edits left them; `launched` and `launchedWith` as they were at the launch. */
export interface RestoredPlan extends LoadedRoadmap {
  readonly launched: Program;
  readonly launchedWith: LoadedRoadmap;
  readonly program: Program;
  readonly edits: readonly PlanEdit[];
}

/** Puts the people back to where a program and its edits speak of them. */
export function restoredPlan({ definition, launchedWith, people, joined, edits }: StoredPlan): RestoredPlan {
  const launched = { ...definition, people: people.filter(({ id }) => !joined.includes(id)) } as Program;
  const whole = edits.map((edit) =>
    'join' in edit
      ? { ...edit, join: edit.join.flatMap(({ id }) => people.find((person) => person.id === id) ?? []) }
      : edit,
  );
  return {
    launched,
    launchedWith,
    program: editedProgram(launched, whole),
    ...amendedRoadmap(launchedWith, whole),
    edits: whole,
  };
}

/** What the plan of a program that runs is computed from. `launchAt`: see {@link PlanContext}; null where it has none. */
export interface RunningPlan extends Pick<RestoredPlan, 'launched' | 'launchedWith'> {
  readonly launchAt: Date | number | null;
}

/** The context of a running program’s plan with just these edits. */
export const runningPlan = (
  { launched, launchedWith, launchAt }: RunningPlan,
  edits: readonly PlanEdit[],
): PlanContext => planContext(launched, launchedWith, { edits, ...(launchAt === null ? {} : { launchAt }) });
