import type { Finding } from './findings.ts';
import type { Placed } from './rules.ts';
import { didYouMean } from './suggest.ts';

type Words = Omit<Finding, 'path' | 'value'>;

const perYear = { once: 0, quarterly: 1, monthly: 2 } as const;

/** Why a gate cannot need a step, although it exists; null where it can. */
function whyNot(gate: Placed, need: Placed): Words | null {
  const { id, kind } = need.step;
  if (kind === 'automatic' || kind === 'gate') {
    return {
      problem: `${id} is ${kind === 'gate' ? 'a gate' : 'automatic'}, so nobody can complete it`,
      fix: 'Name a step that somebody does.',
    };
  }
  if (need.stage.scope !== gate.stage.scope) {
    return {
      problem: `${id} belongs to a ${need.stage.scope} stage and ${gate.step.id} to a ${gate.stage.scope} stage`,
      fix: 'Name a step of the same scope.',
    };
  }
  if (need.rhythm === 'once') return null;
  if (perYear[need.rhythm] < perYear[gate.rhythm] || gate.rhythm === 'once') {
    return {
      problem: `${id} happens ${need.rhythm} and ${gate.step.id} ${gate.rhythm}, so it is not clear which time is meant`,
      fix: 'Name a step that happens once, or let the gate repeat as often as the step or less (quarterly for monthly).',
    };
  }
  if (need.months.last < gate.months.first || need.months.first > gate.months.last) {
    return {
      problem: `${id} happens in none of the months of ${gate.step.id}`,
      fix: `Give ${gate.step.id} months in which ${id} happens, too.`,
    };
  }
  return need.rhythm === 'quarterly' && (need.months.first - gate.months.first) % 3 !== 0
    ? {
        problem: `the quarters of ${id} and of ${gate.step.id} begin in different months`,
        fix: 'Let both begin in the same month of a quarter.',
      }
    : null;
}

/** Gates need steps that exist, can be completed, and whose time is clear. */
export function checkGateNeeds(placed: readonly Placed[]): readonly Finding[] {
  const byId = new Map(placed.map((each) => [each.step.id, each]));
  return placed.flatMap((gate) =>
    (gate.step.needs ?? []).flatMap((id, i): readonly Finding[] => {
      const at = { path: ['steps', gate.index, 'needs', i], value: id };
      const need = byId.get(id);
      if (need === undefined) {
        const fix = didYouMean(id, byId.keys(), 'Name the id of another step.');
        return [{ ...at, problem: 'there is no such step', fix }];
      }
      const said = whyNot(gate, need);
      return said === null ? [] : [{ ...at, ...said }];
    }),
  );
}
