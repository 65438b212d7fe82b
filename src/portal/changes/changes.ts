import type { SessionWhenNeeded } from '../../connect/when-needed.ts';
import { CommandError } from '../../client/types.ts';
import type { Language } from '../../domain/language.ts';
import { may } from '../../domain/policy.ts';
import { partOf } from '../../domain/standings.ts';
import type { PlanContext, PlanEdit } from '../../plan/index.ts';
import { saysLocal } from '../../plan/local-words.ts';
import type { Reader } from '../../read/connection.ts';
import { askedChange, madeChanges, type MadeChange } from '../../read/made-changes.ts';
import { programTime } from '../../read/program-time.ts';
import { namedPeople } from '../../read/task-page.ts';
import { planNow, type PlanOf } from '../feed/plans.ts';
import { choicesOf, peopleToChoose } from './choices.ts';
import { peopleIn, saysEdit, type Teller } from './edit-words.ts';
import type { Asker, MadeView, PreviewOutcome, ProgramChanges } from './port.ts';
import { peopleOf, type Preview, previewView } from './preview-view.ts';
import { readWish, type Wish } from './wish.ts';
import { changeWords } from './words.ts';

interface ChangesOptions {
  readonly reader: Reader;
  readonly planOf: PlanOf;
  readonly session: SessionWhenNeeded;
  readonly isAway: (error: unknown) => boolean;
}

/** Edits that their own command, and not `undo`, takes back. */
const notUndone: ReadonlySet<string> = new Set(['confirm']);

/** Changes of programs on their database, and made through the same session as those of the command line. */
export function openProgramChanges({ reader, planOf, session, isAway }: ChangesOptions): ProgramChanges {
  async function tellerOf(ctx: PlanContext, language: Language, ids: readonly string[]): Promise<Teller> {
    const people = await namedPeople(reader, ctx.program.id, [...new Set(ids)]);
    return { ctx, language, who: (id) => people.get(id)?.name ?? id };
  }

  async function madeViews(
    ctx: PlanContext,
    language: Language,
    since: Date | null = null,
  ): Promise<MadeView[]> {
    const made = await madeChanges(reader, ctx.program.id, { since });
    const edits = new Map(made.map(({ id, edit }) => [id, edit as PlanEdit | { readonly undoes: string }]));
    const teller = await tellerOf(
      ctx,
      language,
      [...edits.values()].flatMap((edit) => ('undoes' in edit ? [] : peopleIn(edit))),
    );
    const says = (edit: PlanEdit | { readonly undoes: string }): string => {
      if (!('undoes' in edit)) return saysEdit(edit, teller);
      const undone = edits.get(edit.undoes);
      const what = undone === undefined || 'undoes' in undone ? edit.undoes : saysEdit(undone, teller);
      return changeWords[language].edits.undo(what);
    };
    return made.map((each) => viewOf(each, says(edits.get(each.id)!), ctx, language));
  }

  /** The same as `milepost ... ` shows, for who leads the program. */
  async function shown(
    { program }: Asker,
    language: Language,
    wished: PlanEdit | null,
    ask: (changes: Parameters<Parameters<SessionWhenNeeded['use']>[0]>[0]['changes']) => Promise<Preview>,
  ): Promise<PreviewOutcome> {
    try {
      const preview = await session.use(({ changes }) => ask(changes));
      const ctx = await planNow(reader, planOf, program);
      if (ctx === null) return { type: 'refused', why: 'other', text: null };
      const { now } = await programTime(reader);
      const edit = (await editOf(ctx, preview)) ?? wished;
      const teller = await tellerOf(ctx, language, [
        ...peopleOf(preview),
        ...(edit === null ? [] : peopleIn(edit)),
      ]);
      const said = edit === null ? preview.title : saysEdit(edit, teller);
      const title = preview.kind === 'undo' ? changeWords[language].edits.undo(said) : said;
      return { type: 'shown', view: previewView(preview, title, teller, now) };
    } catch (error) {
      if (isAway(error)) return { type: 'away' };
      if (!(error instanceof CommandError)) throw error;
      if (error.code === 'busy' || error.code === 'unavailable') return { type: 'away' };
      return { type: 'refused', why: 'other', text: error.message };
    }
  }

  /** The edit that a preview is about, as it was kept; null where it cannot be made, and was not. */
  async function editOf(ctx: PlanContext, { id }: Preview): Promise<PlanEdit | null> {
    const kept = id === null ? null : await askedChange(reader, id);
    if (kept === null) return null;
    const edit = kept.edit as PlanEdit | { readonly undoes: string };
    return 'undoes' in edit ? (ctx.edits.find(({ change }) => change === edit.undoes) ?? null) : edit;
  }

  async function previewOf(asker: Asker, wish: Wish, language: Language): Promise<PreviewOutcome> {
    const ctx = await planNow(reader, planOf, asker.program);
    const standing = ctx === null ? null : pausesIn(ctx, wish);
    if (standing !== null) return { type: 'refused', why: standing, text: null };
    return shown(asker, language, wishedEdit(wish), (changes) =>
      changes.preview({ program: asker.program, by: asker.person, wish }),
    );
  }

  async function previewUndo(asker: Asker, change: string, language: Language): Promise<PreviewOutcome> {
    const asked = await askedChange(reader, change);
    // A change of another program is not there, whoever leads that.
    if (asked === null || asked.program !== asker.program || asked.status !== 'applied') {
      return { type: 'refused', why: 'undone', text: null };
    }
    return shown(asker, language, null, (changes) => changes.previewUndo({ change, by: asker.person }));
  }

  return {
    async leadOf(program, people) {
      const ctx = await planNow(reader, planOf, program);
      if (ctx === null) return null;
      const person = people.find((id) =>
        may({ parts: [partOf(ctx.program, id, null)], admin: false }, 'program.change', {
          kind: 'program',
          program,
        }),
      );
      return person === undefined ? null : { program, person };
    },

    async made(program, language) {
      const ctx = await planNow(reader, planOf, program);
      if (ctx === null) return null;
      return { program, title: ctx.program.title, language, changes: await madeViews(ctx, language) };
    },

    async choices(program, language, team) {
      const ctx = await planNow(reader, planOf, program);
      if (ctx === null) return null;
      const { now } = await programTime(reader);
      const ids = peopleToChoose(ctx, team);
      const names = ids === null ? null : await namedPeople(reader, program, ids);
      const people = ids?.map((id) => ({ value: id, text: names?.get(id)?.name ?? id })) ?? null;
      return choicesOf(ctx, now, people, language);
    },

    async preview(asker, typed, language) {
      const read = readWish(typed);
      if ('problems' in read) return { type: 'lacking', problems: read.problems };
      return 'undo' in read ? previewUndo(asker, read.undo, language) : previewOf(asker, read.wish, language);
    },

    async apply({ program, person: by }, change, language) {
      const asked = await askedChange(reader, change);
      if (asked === null || asked.program !== program) return { type: 'unknown' };
      try {
        const { changed } = await session.use(({ changes }) => changes.apply({ change, by }));
        return { type: 'made', changed };
      } catch (error) {
        if (isAway(error)) return { type: 'away' };
        if (!(error instanceof CommandError)) throw error;
        if (error.code === 'busy' || error.code === 'unavailable') return { type: 'away' };
        if (error.code !== 'conflict') return { type: 'refused', text: error.message };
        const ctx = await planNow(reader, planOf, program);
        return {
          type: 'overtaken',
          since: ctx === null ? [] : await madeViews(ctx, language, asked.askedAt),
        };
      }
    },
  };
}

/** A wish as the edit that it would be; null where that is worked out first. */
function wishedEdit(wish: Wish): PlanEdit | null {
  const common = { change: '', at: 0 };
  switch (wish.kind) {
    case 'shift':
      return 'days' in wish ? { ...common, ...wish } : null;
    case 'skip':
    case 'rest':
    case 'pause':
    case 'reassign':
      return { ...common, ...wish };
    case 'absence':
      return { ...common, ...wish, scope: {} };
    default:
      return null;
  }
}

/** What the rules would say of a pause, in words of ours. */
function pausesIn({ edits }: PlanContext, wish: Wish): 'paused' | 'not_paused' | null {
  if (wish.kind !== 'pause' && wish.kind !== 'resume') return null;
  const { team } = wish.scope;
  const ended = new Set(edits.flatMap((edit) => (edit.kind === 'resume' ? [edit.pause] : [])));
  const standing = edits.filter(({ kind, change }) => kind === 'pause' && !ended.has(change));
  const own = standing.some(({ scope }) => scope.team === team);
  if (wish.kind === 'resume') return own ? null : 'not_paused';
  return own || standing.some(({ scope }) => scope.team === undefined) ? 'paused' : null;
}

function viewOf(
  { id, edit, status, byName, at, steps, mails }: MadeChange,
  what: string,
  { program, edits }: PlanContext,
  language: Language,
): MadeView {
  const kind = 'kind' in edit ? String(edit.kind) : 'undo';
  return {
    id,
    what,
    by: byName,
    when: saysLocal(at.getTime(), program.zone, language).full,
    steps,
    mails,
    undone: status === 'undone',
    undoable: status === 'applied' && edits.some(({ change }) => change === id) && !notUndone.has(kind),
  };
}
