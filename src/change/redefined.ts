import { canonicalJson } from '../roadmap/canonical-json.ts';
import type { Step } from '../roadmap/roadmap-schema.ts';
import type { PlanContext } from '../plan/index.ts';
import type { PlannedStep } from '../plan/types.ts';
import { differing } from './affected.ts';

type Run = Pick<PlannedStep, 'id' | 'team'>;

/** Which steps two plans define in different ways: by another version of the roadmap, or by rules of one team. */
export class Redefined {
  readonly #before: PlanContext;
  readonly #after: PlanContext;
  /** Whether anything that differs between the plans is about definitions: else nothing has to be compared. */
  readonly #any: boolean;
  readonly #known = new Map<string, boolean>();
  readonly #ids: ReadonlySet<string>;

  constructor(before: PlanContext, after: PlanContext) {
    this.#before = before;
    this.#after = after;
    this.#any = differing(before, after).some(({ kind }) => kind === 'amend' || kind === 'tailor');
    this.#ids = new Set(after.roadmap.steps.map(({ id }) => id));
  }

  /** Whether the plan after knows the step at all. */
  knows = (id: string): boolean => this.#ids.has(id);

  /** Whether a step of a team is defined in another way. */
  differs({ id, team }: Run): boolean {
    if (!this.#any) return false;
    const key = `${team}/${id}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const [a, b] = [definition(this.#before, id, team), definition(this.#after, id, team)];
    const differs = a === null || b === null || canonicalJson(a) !== canonicalJson(b);
    this.#known.set(key, differs);
    return differs;
  }

  /** Whether an open step asks other things, or other people. */
  asksOtherwise({ id, team }: Run): boolean {
    if (!this.differs({ id, team })) return false;
    const [a, b] = [definition(this.#before, id, team), definition(this.#after, id, team)];
    return a !== null && b !== null && asked(a) !== asked(b);
  }

  /** The steps whose messages may be other ones, or wait no longer, though their dates are the same. */
  concerned(): (run: Run) => boolean {
    const confirmed = new Set(
      differing(this.#before, this.#after).flatMap((edit) =>
        edit.kind === 'confirm' ? [edit.amendment] : [],
      ),
    );
    const released = [...this.#before.edits, ...this.#after.edits].flatMap((edit) =>
      (edit.kind === 'amend' || edit.kind === 'tailor') && confirmed.has(edit.change) ? edit.held.steps : [],
    );
    const steps = new Set(released);
    return (run) => steps.has(run.id) || this.differs(run);
  }
}

function definition(ctx: PlanContext, id: string, team: string): Step | null {
  return ctx.roadmap.steps.some((each) => each.id === id) ? ctx.step(id, team) : null;
}

/** What somebody with an open task has to know: what is asked, of whom, and what it leads to. */
export function asked({ audience, assign, completion, emits, needs, waivedNeeds }: Step): string {
  const fields = completion.fields.map(({ label: _label, options, ...field }) => ({
    ...field,
    options: options?.map(({ id }) => id),
  }));
  return canonicalJson({
    audience,
    assign,
    emits,
    needs,
    waivedNeeds,
    evidence: completion.evidence,
    fields,
  });
}
