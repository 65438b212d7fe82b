import { CommandError } from '../client/types.ts';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { type Day, type PlanContext, type PlanEdit, startOfMonth, todayIn } from '../plan/index.ts';
import type { Clinic, Organization, Person, Team } from '../roadmap/program-schema.ts';
import type { Facts } from './ports.ts';

/** What somebody asks for about which teams take part. */
export type TeamWish =
  /** Teams join, with the places and people that they bring. */
  | {
      readonly kind: 'enrol';
      readonly clock: 'own-start' | 'program';
      /** The first day on which they take part; null for today. */
      readonly from: Day | null;
      readonly organizations: readonly Organization[];
      readonly clinics: readonly Clinic[];
      readonly teams: readonly Team[];
      readonly people: readonly Person[];
    }
  /** A team takes part no more. */
  | { readonly kind: 'withdraw'; readonly team: string; readonly reason: string };

type TeamEdit = Extract<PlanEdit, { kind: TeamWish['kind'] }>;

/**
 * The edit that fulfils a wish about teams.
 *
 * @throws CommandError with what to ask for instead
 */
export function teamEdit(wish: TeamWish, change: string, facts: Facts, before: PlanContext): TeamEdit {
  const common = { change, at: facts.now };
  if (wish.kind === 'withdraw') {
    refuseLeaving(wish, before);
    return { ...common, kind: 'withdraw', scope: { team: wish.team }, reason: wish.reason };
  }
  refuseJoining(wish, facts, before);
  const { clock, organizations, clinics, teams, people } = wish;
  const from = firstDay(wish.from, facts, before);
  return { ...common, kind: 'enrol', scope: {}, clock, from, organizations, clinics, teams, join: people };
}

function refuse(code: 'invalid_answer' | 'conflict' | 'not_found', message: string): never {
  throw new CommandError(code, message);
}

function refuseLeaving({ team, reason }: Extract<TeamWish, { kind: 'withdraw' }>, { program }: PlanContext) {
  const teams = program.teams.map(({ id }) => id);
  if (!teams.includes(team)) {
    refuse('not_found', `there is no team "${team}" in ${program.id}; it has ${teams.join(', ')}`);
  }
  if (reason.trim() === '') refuse('invalid_answer', 'a withdrawal needs a reason, in a few words');
  if (teams.length === 1) {
    refuse(
      'conflict',
      `${team} is the last team of ${program.id}, and a program needs one. Enrol another first ` +
        '(milepost enrol), or hold the program as it is (milepost pause)',
    );
  }
}

/** A team’s workflow runs once: an id that was in the program before cannot come again. */
function refuseJoining(wish: Extract<TeamWish, { kind: 'enrol' }>, facts: Facts, { program }: PlanContext) {
  if (facts.teams?.get(PROGRAM_SCOPE)?.ended === true) {
    refuse('conflict', `program ${program.id} has ended; launch a program of their own for new teams`);
  }
  const there = new Set([PROGRAM_SCOPE, ...program.teams.map(({ id }) => id)]);
  const gone = wish.teams.find(({ id }) => !there.has(id) && facts.teams?.has(id) === true);
  if (gone !== undefined) {
    refuse(
      'conflict',
      `team ${gone.id} took part in ${program.id} before, and what it did stays under its id; ` +
        `give the team another id, such as ${gone.id}-2`,
    );
  }
}

function firstDay(wished: Day | null, { now }: Facts, { launch, roadmap, program }: PlanContext): Day {
  const today = todayIn(now, program.zone);
  const from = wished ?? (today < launch ? launch : today);
  if (from < today) {
    refuse('invalid_answer', `${from} is past (today is ${today}); a team joins today or later`);
  }
  if (from < launch) {
    refuse('invalid_answer', `${from} is before the launch, ${launch}; a team joins then or later`);
  }
  const end = startOfMonth(launch, roadmap.months);
  if (from >= end) {
    refuse(
      'invalid_answer',
      `${from} is after the last month of the program, which ends before ${end}; give an earlier day`,
    );
  }
  return from;
}

/**
 * A team is enrolled or withdrawn for good once its workflows have acted on it.
 *
 * @throws CommandError `conflict` with what to do instead
 */
export function mayUndo(edit: PlanEdit, { steps, teams, context }: Facts): void {
  if (edit.kind === 'enrol') {
    const begun = edit.teams.find(({ id }) => [...steps.keys()].some((key) => key.startsWith(`${id}/`)));
    if (begun === undefined) return;
    refuse(
      'conflict',
      `team ${begun.id} has begun, so change ${edit.change} cannot be taken back any more; ` +
        `\`milepost withdraw ${context.programId} ${begun.id}\` ends its part and keeps what it did`,
    );
  }
  if (edit.kind === 'withdraw') {
    const { team = '' } = edit.scope;
    const endedAt = teams?.get(team)?.endedAt ?? null;
    const isOpen = [...steps].some(([key, status]) => status === 'open' && key.startsWith(`${team}/`));
    if (!isOpen && (endedAt === null || endedAt < edit.at)) return;
    refuse(
      'conflict',
      `what team ${team} had under way is closed by change ${edit.change}, which cannot be taken back any more; ` +
        '`milepost enrol` brings its people in again, as a team with another id',
    );
  }
}
