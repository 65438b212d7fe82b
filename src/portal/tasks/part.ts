import { parseTaskKey, PROGRAM_SCOPE } from '../../domain/keys.ts';
import { takesPart } from '../../domain/standings.ts';
import { isOpen, type TaskStatus } from '../../domain/task.ts';
import { escalationChain, isGathering, type PlanContext } from '../../plan/index.ts';
import type { Program, Team } from '../../roadmap/program-schema.ts';
import type { Step } from '../../roadmap/roadmap-schema.ts';

/**
 * What part somebody has in a task: they have it in hand; they may do it too; they lead the team or the program; or
 * they are told of it because they may be able to help (a liaison, a leader of the clinic).
 */
export type Part = 'owner' | 'eligible' | 'lead' | 'helper';

interface Task {
  readonly key: string;
  readonly team: string;
  readonly status: TaskStatus;
  readonly volunteer: boolean;
  readonly owner: string;
  readonly eligible: readonly string[];
}

/** Null where somebody has no part in a task: for them there is none. */
export function partOf({ program }: PlanContext, task: Task, person: string): Part | null {
  if (task.owner === person) return 'owner';
  if (task.eligible.includes(person) && takesPart(program, task.team, person)) return 'eligible';
  const team = program.teams.find(({ id }) => id === task.team);
  if (person === program.lead || person === team?.lead) return 'lead';
  return helpersOf(program, team, task).includes(person) ? 'helper' : null;
}

function helpersOf(program: Program, team: Team | undefined, task: Task): readonly string[] {
  const liaisons = program.teams
    .filter(({ id }) => task.team === PROGRAM_SCOPE || id === task.team)
    .flatMap(({ advisors }) => advisors.filter(({ person }) => person === task.owner))
    .map(({ liaison }) => liaison);
  if (team === undefined) {
    return task.team === PROGRAM_SCOPE
      ? [...liaisons, ...escalationChain(program, PROGRAM_SCOPE, task.owner)]
      : liaisons;
  }
  const clinic = program.clinics.find(({ id }) => id === team.clinic);
  const organization = program.organizations.find(({ id }) => id === clinic?.organization);
  return [...liaisons, ...(clinic?.leaders ?? []), ...(organization?.leaders ?? [])];
}

/** What somebody may do about a task. Ids. */
export interface May {
  readonly complete: boolean;
  /** To whom they may give it; empty where they may not. */
  readonly handTo: readonly string[];
  /** They may take it into their own hands. */
  readonly take: boolean;
  /**
   * What “I cannot” does: sets it aside, for them or for all whom it was for; or gives it to somebody with a word about
   * why. Null where it is not theirs to say.
   */
  readonly cannot:
    | { readonly how: 'aside' | 'aside_for_owner' | 'aside_for_all' }
    | { readonly how: 'ask'; readonly whom: string }
    | null;
}

const NOTHING: May = { complete: false, handTo: [], take: false, cannot: null };

/** The rules of the gateway and of changes, as far as a page offers them. Those decide again. */
export function mayDo(ctx: PlanContext, task: Task, step: Step, person: string, part: Part | null): May {
  if (part === null || part === 'helper' || !isOpen(task.status)) return NOTHING;
  const { program } = ctx;
  const leads = [program.lead, program.teams.find(({ id }) => id === task.team)?.lead].includes(person);
  if (step.kind === 'gate')
    return { ...NOTHING, cannot: leads || part === 'owner' ? { how: 'aside_for_all' } : null };
  const own = parseTaskKey(task.key)?.person ?? null;
  // A guest of a gathering that one person answers for answers for nothing.
  if (part === 'eligible' && own === null && isGathering(step) && !leads) return NOTHING;
  const passes = !task.volunteer && step.kind !== 'training';
  return {
    complete: true,
    handTo: passes && (part === 'owner' || leads) ? colleaguesOf(program, task) : [],
    take: passes && part === 'eligible' && own === null,
    cannot: cannotOf(ctx, task, person, { part, own: own !== null, leads }),
  };
}

function cannotOf(
  { program }: PlanContext,
  task: Task,
  person: string,
  { part, own, leads }: { readonly part: Part; readonly own: boolean; readonly leads: boolean },
): May['cannot'] {
  if (part !== 'owner' && !leads) return null;
  if (own || task.volunteer) return { how: part === 'owner' ? 'aside' : 'aside_for_owner' };
  if (leads) return { how: 'aside_for_all' };
  const [whom] = escalationChain(program, task.team, person);
  return whom === undefined ? { how: 'aside_for_all' } : { how: 'ask', whom };
}

/** Who works where the task is. Patient advisors are asked for their own view only. */
function colleaguesOf(program: Program, task: Task): readonly string[] {
  const team = program.teams.find(({ id }) => id === task.team);
  const there =
    team === undefined ? [program.lead] : [team.lead, ...team.members, ...team.staff, ...team.peerProviders];
  const advisors = new Set(program.teams.flatMap((each) => each.advisors.map(({ person }) => person)));
  return [...new Set([...there, ...task.eligible])].filter((id) => id !== task.owner && !advisors.has(id));
}

/** Whom to turn to about a task: the liaison of an advisor, else the next one up; null for who is at the top. */
export function helperOf({ program }: PlanContext, task: Task, person: string): string | null {
  const advised = program.teams.flatMap(({ id, advisors }) =>
    advisors.filter((advisor) => advisor.person === person).map(({ liaison }) => ({ id, liaison })),
  );
  const liaison = (advised.find(({ id }) => id === task.team) ?? advised[0])?.liaison;
  if (task.volunteer && liaison !== undefined) return liaison;
  if (task.team !== PROGRAM_SCOPE && !program.teams.some(({ id }) => id === task.team)) return program.lead;
  return escalationChain(program, task.team, person)[0] ?? null;
}
