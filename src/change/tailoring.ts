import { CommandError } from '../client/types.ts';
import { type OwnRules, type PlanContext, type PlanEdit, type Scope, unconfirmed } from '../plan/index.ts';
import { canonicalJson } from '../roadmap/canonical-json.ts';
import { checkRoadmap } from '../roadmap/check-roadmap.ts';
import { saysPath } from '../roadmap/findings.ts';
import { HOLD_MS } from './hold.ts';
import type { Facts } from './ports.ts';

/**
 * The rules of its own that one team has for one step from now on.
 *
 * @throws CommandError where the roadmap would not hold together with them, or nothing would be other
 */
export function tailoring(
  { scope, set }: { readonly scope: Scope; readonly set: OwnRules },
  before: PlanContext,
  { now }: Facts,
): Pick<Extract<PlanEdit, { kind: 'tailor' }>, 'set' | 'held'> {
  const { team, step: id } = scope;
  if (team === undefined || id === undefined)
    refuse('a rule of its own is for one step of one team; name both');
  if (Object.keys(set).length === 0) refuse('no rule is given that would be other');
  const step = before.step(id, team);
  const other = { ...step, ...set, reminders: [...(set.reminders ?? step.reminders)] };
  if (canonicalJson(step) === canonicalJson(other)) {
    refuse(`team ${team} has ${id} by these rules already; nothing would change`);
  }
  const roadmap = {
    ...before.roadmap,
    steps: before.roadmap.steps.map((each) => (each.id === id ? other : before.step(each.id, team))),
  };
  const known = new Set(checkRoadmap(before.roadmap).map((finding) => canonicalJson(finding)));
  const torn = checkRoadmap(roadmap).filter((finding) => !known.has(canonicalJson(finding)));
  if (torn.length > 0) {
    const said = torn.map(
      ({ path, value, problem, fix }) =>
        `${saysPath(roadmap, path)}${value === undefined ? '' : ` (${JSON.stringify(value)})`}: ${problem}. ${fix}`,
    );
    refuse(`the roadmap does not hold together with this rule:\n${said.join('\n')}`);
  }
  return { set, held: { steps: [id], until: now + HOLD_MS } };
}

/** @throws CommandError where a change holds nothing back */
export function heldBy(amendment: string, { edits }: PlanContext): string {
  const holding = unconfirmed(edits).map(({ change }) => change);
  if (holding.includes(amendment)) return amendment;
  const there = holding.length === 0 ? 'nothing waits to be confirmed' : `what waits: ${holding.join(', ')}`;
  throw new CommandError(
    'conflict',
    `change ${amendment} holds nothing back, or was confirmed before; ${there}`,
  );
}

function refuse(message: string): never {
  throw new CommandError('invalid_answer', message);
}
