import { randomBytes } from 'node:crypto';
import { CommandError } from '../client/types.ts';
import {
  cohortsOf,
  lastVersion,
  type PlanContext,
  type PlanEdit,
  runningPlan,
  saysEdit,
  type Scope,
  unconfirmed,
} from '../plan/index.ts';
import { PlanError } from '../plan/plan-error.ts';
import type { Roadmap } from '../roadmap/roadmap-schema.ts';
import { amending } from './amending.ts';
import type { GroupItem } from './groups.ts';
import { heldFrom } from './hold.ts';
import { withLandings } from './landings.ts';
import { linesOf, difference } from './lines.ts';
import { Overtaken, saysOvertaken } from './overtaken.ts';
import { mayChange } from './may-change.ts';
import type { ChangeStore, Facts, StoredChange, Verdict } from './ports.ts';
import { type Outcome, radiusOf, type Radius } from './radius.ts';
import { scopeProblems } from './scope.ts';
import { programProblems } from './sound.ts';
import { mayUndo } from './team-wishes.ts';
import { undecided, type Undecided } from './undecided.ts';
import { editOf, scopeOf, type Wish } from './wishes.ts';

export interface Preview {
  /** What `apply` takes; null where the change cannot be made. */
  readonly id: string | null;
  readonly kind: StoredChange['kind'];
  /** What it does, in a sentence. */
  readonly title: string;
  readonly scope: Scope;
  readonly radius: Radius;
  /** Of a new version of the roadmap: what is safe, what has to be decided, what cannot be. Else null. */
  readonly groups: readonly GroupItem[] | null;
  /** While something of it is to be decided: what hangs on that. `radius` is what happens either way. Else null. */
  readonly depends: Undecided['depends'] | null;
}

export interface Applied {
  readonly id: string;
  readonly version: number;
  /** False where it had been applied before: nothing was done now. */
  readonly changed: boolean;
  /** What it would send within a day waits until it is confirmed. */
  readonly unconfirmed: boolean;
  /** Workflows that could not be told now. They hear of it when they next look, or from the reconciler. */
  readonly untold: number;
}

/** Changes of running programs: each is previewed under an id, and carried out exactly as it was shown. */
export interface Changes {
  /**
   * @throws CommandError `not_found` for a program, team, stage or step that is not there, `invalid_answer` for a wish
   *   that concerns nothing
   */
  preview(request: { readonly program: string; readonly by: string; readonly wish: Wish }): Promise<Preview>;
  previewUndo(request: { readonly change: string; readonly by: string }): Promise<Preview>;
  /** @throws CommandError `conflict` where what the preview showed no longer holds; the message shows the difference */
  apply(request: { readonly change: string; readonly by: string }): Promise<Applied>;
  list(program: string): Promise<readonly StoredChange[]>;
}

export interface ChangeDependencies {
  readonly store: ChangeStore;
  /** Tells a workflow that the plan has changed. One that has ended, or cannot be reached, reads it when it goes on. */
  readonly tell: (workflowId: string) => Promise<void>;
}

const newId = (): string => `c-${randomBytes(5).toString('hex')}`;

export function createChanges({ store, tell }: ChangeDependencies): Changes {
  /** Where a program stands, with its plan: dated while the rest is still being read. */
  async function standingOf(
    program: string,
  ): Promise<{ readonly facts: Facts; readonly before: PlanContext }> {
    const plan: { dated: PlanContext | null } = { dated: null };
    const facts = await store.facts(program, (context) => {
      plan.dated = runningPlan(context, context.edits);
      cohortsOf(plan.dated);
    });
    if (facts !== null) return { facts, before: plan.dated ?? contextOf(facts) };
    throw new CommandError(
      'not_found',
      `there is no program ${program}; milepost status lists those that are`,
    );
  }

  async function find(id: string): Promise<StoredChange> {
    const change = await store.find(id);
    if (change !== null) return change;
    throw new CommandError(
      'not_found',
      `there is no change ${id}; milepost changes PROGRAM lists those that are`,
    );
  }

  async function keep(
    facts: Facts,
    before: PlanContext,
    change: Pick<StoredChange, 'id' | 'program' | 'kind' | 'edit' | 'askedBy'>,
  ): Promise<{ readonly radius: Radius; readonly id: string | null }> {
    const { radius } = outcomeOf(facts, before, change);
    if (radius.problems.length > 0) return { radius, id: null };
    await store.keep({
      ...change,
      status: 'previewed',
      askedAt: facts.now,
      lines: linesOf(radius),
      appliedBy: null,
      appliedAt: null,
      version: null,
    });
    return { radius, id: change.id };
  }

  return {
    async preview({ program, by, wish }) {
      const { facts, before } = await standingOf(program);
      const scope = scopeOf(wish);
      refuse(scopeProblems(scope, before));
      const id = newId();
      const running = { facts, before };
      const { edit, groups } = wishedFor(wish, id, running);
      mayChange(facts, edit, by);
      if (edit === null) {
        if (wish.kind !== 'amend') throw new Error(`a ${wish.kind} has nothing to decide`);
        const open = undecided((all) => {
          const decided = wishedFor({ ...wish, [all]: [...wish[all], 'all'] }, id, running).edit;
          if (decided === null) throw new Error('a new version is still to be decided when all of it is');
          return outcomeOf(facts, before, { edit: decided, askedBy: by }).radius;
        });
        return { id: null, kind: 'amend', title: saysVersion(wish.roadmap), scope, groups, ...open };
      }
      const kept = await keep(facts, before, { id, program, kind: edit.kind, edit, askedBy: by });
      const radius = withLandings(kept.radius, edit, before);
      return { id: kept.id, radius, kind: edit.kind, title: saysEdit(edit), scope, groups, depends: null };
    },

    async previewUndo({ change: id, by }) {
      const change = await find(id);
      if (change.kind === 'undo' || change.status !== 'applied' || !('scope' in change.edit)) {
        throw new CommandError(
          'conflict',
          change.status === 'undone'
            ? `change ${id} was undone already`
            : `change ${id} was never applied; there is nothing to undo`,
        );
      }
      const { facts, before } = await standingOf(change.program);
      mayChange(facts, change.edit, by);
      mayUndo(change.edit, facts);
      refuseBelowVersion(change.edit, facts);
      const { scope } = change.edit;
      const title = `Take back: ${saysEdit(change.edit)}`;
      const kept = await keep(facts, before, {
        id: newId(),
        program: change.program,
        kind: 'undo',
        edit: { undoes: id },
        askedBy: by,
      });
      return { ...kept, kind: 'undo', title, scope, groups: null, depends: null };
    },

    async apply({ change: id, by }) {
      const asked = await find(id);
      const { result, tell: workflows } = await store
        .apply(id, by, (change, facts) => decide(change, facts, by))
        .catch(async (error: unknown) => {
          if (error instanceof Overtaken) {
            throw saysOvertaken(asked, error.news, await store.list(asked.program));
          }
          throw error;
        });
      const told = await Promise.allSettled(workflows.map(tell));
      return { ...result, untold: told.filter(({ status }) => status === 'rejected').length };
    },

    list: (program) => store.list(program),
  };
}

function decide(change: StoredChange, facts: Facts, by: string): Verdict<Omit<Applied, 'untold'>> {
  const { id } = change;
  mayChange(facts, editBehind(change, facts), by);
  const waits = isUnconfirmed(change, facts);
  if (change.status !== 'previewed') {
    if (change.status === 'undone') {
      throw new CommandError(
        'conflict',
        `change ${id} was made, and has been taken back since; nothing was changed. Ask for a new preview.`,
      );
    }
    if (change.version === null) throw new Error(`change ${id} is ${change.status} and made no version`);
    return { type: 'leave', result: { id, version: change.version, changed: false, unconfirmed: waits } };
  }
  const undone = 'undoes' in change.edit ? editBehind(change, facts) : null;
  if (undone !== null) mayUndo(undone, facts);
  if ('undoes' in change.edit) refuseBelowVersion(undone, facts);
  else refuseOtherVersion(change.edit, facts);
  const { radius, writes } = outcomeOf(facts, contextOf(facts), change);
  refuse(radius.problems, 'conflict');
  const news = difference(change.lines, linesOf(radius));
  if (news.length > 0) throw new Overtaken(news);
  return {
    type: 'write',
    writes,
    result: { id, version: facts.context.version + 1, changed: true, unconfirmed: waits },
  };
}

function isUnconfirmed({ edit, status }: StoredChange, { context: { edits } }: Facts): boolean {
  if ('undoes' in edit) return false;
  const standing = status === 'previewed' ? [...edits, edit] : edits;
  return unconfirmed(standing).some(({ change }) => change === edit.change);
}

/** A later version of the roadmap says only what is other than in the one before: that one cannot go first. */
function refuseBelowVersion(edit: PlanEdit | null, { context }: Facts): void {
  if (edit?.kind !== 'amend') return;
  const later = lastVersion(context.edits);
  if (later === undefined || later.change === edit.change) return;
  throw new CommandError(
    'conflict',
    `change ${later.change} brought a later version of the roadmap, which stands on this one; take that one back first`,
  );
}

/** A new version was held against the one before it, and is what is other than that. */
function refuseOtherVersion(edit: PlanEdit, { context }: Facts): void {
  if (edit.kind !== 'amend') return;
  const standing = lastVersion(context.edits)?.change ?? null;
  if (standing === edit.onto) return;
  throw new CommandError(
    'conflict',
    `since the preview of change ${edit.change} another version of the roadmap was taken up, or taken back (${standing ?? 'the one of the launch is followed'}); nothing was changed. Ask for a new preview.`,
  );
}

/** The edit that fulfils a wish; null while something of a new version has to be decided first. */
function wishedFor(
  wish: Wish,
  id: string,
  running: { readonly facts: Facts; readonly before: PlanContext },
): { readonly edit: PlanEdit | null; readonly groups: readonly GroupItem[] | null } {
  if (wish.kind !== 'amend') return { edit: editOf(wish, id, running), groups: null };
  return datable(() => amending(wish, id, running));
}

const saysVersion = ({ roadmap }: { readonly roadmap: Pick<Roadmap, 'id' | 'version'> }): string =>
  `Follow roadmap ${roadmap.id} ${roadmap.version}`;

/** @throws CommandError in place of what the plan says where it cannot be dated */
function datable<T>(plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new CommandError('invalid_answer', `the plan cannot be dated with this change: ${error.message}`, {
      cause: error,
    });
  }
}

/** The plan with a change against the plan without it. */
function outcomeOf(
  facts: Facts,
  before: PlanContext,
  { edit, askedBy: by }: Pick<StoredChange, 'edit' | 'askedBy'>,
): Outcome {
  const { edits } = facts.context;
  const next =
    'undoes' in edit
      ? edits.filter(({ change }) => change !== edit.undoes)
      : [...edits, heldFrom(edit, facts.now)];
  if ('undoes' in edit && next.length === edits.length) {
    throw new CommandError(
      'conflict',
      `change ${edit.undoes} is no longer part of the plan; nothing is left to undo`,
    );
  }
  return datable(() => {
    const after = contextOf(facts, next);
    const problems = programProblems(after);
    if (problems.length > 0) throw new CommandError('invalid_answer', problems.join('\n'));
    return radiusOf(before, after, facts, { edits: next, mayBeLate: lateBy(edit), by });
  });
}

/** Which steps may come to be due in the past: an undo restores what was, a new version what somebody decided. */
function lateBy(edit: StoredChange['edit']): (step: string) => boolean {
  if ('undoes' in edit) return () => true;
  return edit.kind === 'amend' ? (step) => edit.late.includes(step) : () => false;
}

/** The plan as it stands, or with other edits. */
const contextOf = ({ context }: Facts, edits: readonly PlanEdit[] = context.edits): PlanContext =>
  runningPlan(context, edits);

/** The edit that a change makes, or that it takes back. */
const editBehind = ({ edit }: StoredChange, { context }: Facts): PlanEdit | null =>
  'undoes' in edit ? (context.edits.find(({ change }) => change === edit.undoes) ?? null) : edit;

function refuse(problems: readonly string[], code: 'invalid_answer' | 'conflict' = 'invalid_answer'): void {
  if (problems.length > 0) throw new CommandError(code, problems.join('\n'));
}
