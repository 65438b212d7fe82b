import type { Finding, Path } from './findings.ts';
import type { Roadmap } from './roadmap-schema.ts';
import { anchorOf, fixedRules, type Placed, placedSteps, within } from './rules.ts';
import { didYouMean } from './suggest.ts';

/** One step that can only be dated after another. */
interface Edge {
  readonly to: string;
  readonly path: Path;
}

type Emitters = ReadonlyMap<string, readonly Placed[]>;

function emittersOf(placed: readonly Placed[]): Emitters {
  const emitters = new Map<string, Placed[]>();
  for (const each of placed) {
    const event = each.step.emits;
    if (event !== undefined) emitters.set(event, [...(emitters.get(event) ?? []), each]);
  }
  return emitters;
}

const checkEmitters = (emitters: Emitters): readonly Finding[] =>
  [...emitters].flatMap(([event, steps]) =>
    steps.slice(1).map(({ index }) => ({
      path: ['steps', index, 'emits'],
      value: event,
      problem: `${(steps[0] as Placed).step.id} emits this event too, so nobody could say which one is meant`,
      fix: 'Let one step emit it, or give this event a name of its own.',
    })),
  );

/** Why one step cannot hang on another, although both exist; null where it can. */
function mismatch(own: Placed, other: Placed): Omit<Finding, 'path' | 'value'> | null {
  if (own.stage.scope !== other.stage.scope) {
    return {
      problem: `${other.step.id} belongs to a ${other.stage.scope} stage and ${own.step.id} to a ${own.stage.scope} stage`,
      fix: 'Count from a step of the same scope, or name a day of the month.',
    };
  }
  if (other.rhythm === 'once') return null;
  if (own.rhythm !== other.rhythm) {
    return {
      problem: `${other.step.id} happens ${other.rhythm} and ${own.step.id} ${own.rhythm}, so it is not clear which time is meant`,
      fix: 'Count from a step with the same rhythm, or from one that happens once.',
    };
  }
  return within(own.months, other.months)
    ? null
    : {
        problem: `${own.step.id} happens in months in which ${other.step.id} does not`,
        fix: `Give ${own.step.id} months that lie within those of ${other.step.id}.`,
      };
}

function checkAnchors(placed: readonly Placed[]): readonly Finding[] {
  const byId = new Map(placed.map((each) => [each.step.id, each]));
  return placed.flatMap((own) =>
    fixedRules(own.step).flatMap(({ at, rule }) => {
      const anchor = anchorOf(rule);
      if (anchor === null) return [];
      const path = ['steps', own.index, ...at, 'after' in rule ? 'after' : 'before'];
      const other = byId.get(anchor);
      if (other === undefined) {
        const fix = didYouMean(anchor, byId.keys(), 'Name the id of another step.');
        return [{ path, value: anchor, problem: 'there is no such step', fix }];
      }
      const said = mismatch(own, other);
      return said === null ? [] : [{ path, value: anchor, ...said }];
    }),
  );
}

function checkEvents(placed: readonly Placed[], emitters: Emitters): readonly Finding[] {
  return placed.flatMap((own) => {
    const { due } = own.step;
    if (!('onEvent' in due)) return [];
    const path = ['steps', own.index, 'due', 'onEvent'];
    const [emitter] = emitters.get(due.onEvent) ?? [];
    if (emitter === undefined) {
      const fix = didYouMean(due.onEvent, emitters.keys(), 'Write `emits` on the step that gives it off.');
      return [{ path, value: due.onEvent, problem: 'no step emits this event', fix }];
    }
    const said = mismatch(own, emitter);
    return said === null ? [] : [{ path, value: due.onEvent, ...said }];
  });
}

function edgesOf({ step, index }: Placed, emitters: Emitters): readonly Edge[] {
  const edges: Edge[] = fixedRules(step).flatMap(({ at, rule }) => {
    const to = anchorOf(rule);
    return to === null ? [] : [{ to, path: ['steps', index, ...at] }];
  });
  (step.needs ?? []).forEach((to, i) => edges.push({ to, path: ['steps', index, 'needs', i] }));
  if ('onEvent' in step.due) {
    const [emitter] = emitters.get(step.due.onEvent) ?? [];
    if (emitter) edges.push({ to: emitter.step.id, path: ['steps', index, 'due', 'onEvent'] });
  }
  return edges;
}

/** Every cycle once, found depth first, named by the way round. */
function checkCycles(placed: readonly Placed[], emitters: Emitters): readonly Finding[] {
  const edges = new Map(placed.map((each) => [each.step.id, edgesOf(each, emitters)]));
  const done = new Set<string>();
  const findings: Finding[] = [];
  const walk = (id: string, trail: readonly string[]): void => {
    if (done.has(id)) return;
    for (const { to, path } of edges.get(id) ?? []) {
      const start = [...trail, id].indexOf(to);
      if (start === -1) {
        walk(to, [...trail, id]);
        continue;
      }
      const round = [...trail, id, to].slice(start).join(' -> ');
      findings.push({
        path,
        problem: `these steps wait for each other: ${round}`,
        fix: 'Date one of them by the calendar, as in { businessDay: 5, month: M3 }.',
      });
    }
    done.add(id);
  };
  for (const id of edges.keys()) walk(id, []);
  return findings;
}

/** Steps that hang on one another: unknown steps and events, mismatched rhythms, cycles. */
export function checkOrder(roadmap: Roadmap): readonly Finding[] {
  const placed = placedSteps(roadmap);
  const emitters = emittersOf(placed);
  return [
    ...checkEmitters(emitters),
    ...checkAnchors(placed),
    ...checkEvents(placed, emitters),
    ...checkCycles(placed, emitters),
  ];
}
