import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amending } from '../../src/change/amending.ts';
import type { Facts } from '../../src/change/ports.ts';
import { radiusOf } from '../../src/change/radius.ts';
import { compilePlan, isZone, msOf, type PlanEdit, runningPlan } from '../../src/plan/index.ts';
import type { PlannedStep } from '../../src/plan/types.ts';
import { digestOf } from '../../src/roadmap/canonical-json.ts';
import { checkRoadmap } from '../../src/roadmap/check-roadmap.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import type { Roadmap, Step } from '../../src/roadmap/roadmap-schema.ts';

/** The whole built-in roadmap with two teams, at any moment, and whatever becomes of it. */

const DAY = 86_400_000;
const { program, roadmap: file } = loadProgram('examples/two-teams.yaml', { isZone });
const launchedWith = { roadmap: file.roadmap, sha256: file.sha256 };
const running = (edits: readonly PlanEdit[]) =>
  runningPlan({ launched: program, launchedWith, launchAt: null }, edits);
const before = running([]);
const plan = compilePlan(before);
const start = Date.parse(plan.periods[0]!.startUtc);
const key = ({ team, id, occurrence }: PlannedStep): string => `${team}/${id}/${occurrence}`;
const datesOf = ({ dates, fallback }: PlannedStep) => (dates ?? fallback)!;

/** Everything went as planned so far: what was due is done, what has opened is open. */
function factsAt(now: number): Facts {
  const status = (step: PlannedStep): 'done' | 'open' | null => {
    const { opens, due } = datesOf(step);
    return msOf(due) <= now ? 'done' : msOf(opens) <= now ? 'open' : null;
  };
  const steps = plan.steps.flatMap((step) => {
    const now_ = status(step);
    return now_ === null ? [] : [[key(step), now_] as const];
  });
  const begun = plan.stages
    .filter(({ starts }) => msOf(starts) <= now)
    .map(({ team, stage, occurrence, closes }) => {
      return [`${team}/${stage}/${occurrence}`, msOf(closes) <= now ? 'ended' : 'running'] as const;
    });
  return {
    now,
    context: {
      programId: program.id,
      version: 1,
      clock: 'stepped',
      launchAt: null,
      launched: program,
      launchedWith,
      program,
      ...launchedWith,
      edits: [],
    },
    steps: new Map(steps),
    openings: new Map(
      plan.steps.filter((step) => status(step) === 'open').map((step) => [key(step), datesOf(step).opens]),
    ),
    begun: new Map([
      ['all', 'running'],
      ...program.teams.map(({ id }) => [id, 'running'] as const),
      ...begun,
    ]),
    datings: [],
    tasks: [],
    messages: [],
  };
}

type Change = 'texts' | 'reminders' | 'earlier' | 'later' | 'asks' | 'out' | 'twin';

function changed(step: Step, change: Change): Step[] {
  const moved = (by: number): Step => {
    const { due } = step;
    if ('day' in due) return { ...step, due: { ...due, day: Math.min(28, Math.max(1, due.day + by)) } };
    if ('businessDay' in due && due.businessDay !== 'last') {
      return { ...step, due: { ...due, businessDay: Math.min(15, Math.max(1, due.businessDay + by)) } };
    }
    return step;
  };
  switch (change) {
    case 'texts':
      return [{ ...step, title: { en: 'Other', es: 'Otro' } }];
    case 'reminders':
      return [{ ...step, reminders: ['P2D'] }];
    case 'earlier':
      return [moved(-6)];
    case 'later':
      return [moved(3)];
    case 'asks':
      return [{ ...step, completion: { ...step.completion, evidence: 'required' } }];
    case 'out':
      return [];
    case 'twin': {
      const { emits: _emits, ...rest } = step;
      return [step, { ...rest, id: `${step.id.slice(0, 40)}-twin` }];
    }
  }
}

const versions = fc
  .array(
    fc.tuple(
      fc.nat(file.roadmap.steps.length - 1),
      fc.constantFrom<Change>('texts', 'reminders', 'earlier', 'later', 'asks', 'out', 'twin'),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((changes): Roadmap => {
    const by = new Map(changes);
    const steps = file.roadmap.steps.flatMap((step, nth) => {
      const change = by.get(nth);
      return change === undefined ? [step] : changed(step, change);
    });
    const stages = file.roadmap.stages.filter(({ id }) => steps.some(({ stage }) => stage === id));
    return { ...file.roadmap, version: '9.0.0', stages, steps };
  })
  // Only what the loader would let pass.
  .filter((roadmap) => checkRoadmap(roadmap).length === 0);

const days = fc.integer({ min: 5, max: 600 });

function amended(roadmap: Roadmap, facts: Facts, choice: { keep: string[]; take: string[] }) {
  const wish = { kind: 'amend', roadmap: { roadmap, sha256: digestOf(roadmap) }, ...choice } as const;
  const { edit, groups } = amending(wish, 'c-new', { facts, before });
  if (edit === null) throw new Error('all was decided, and yet nothing came of it');
  const after = running([edit]);
  const outcome = radiusOf(before, after, facts, {
    edits: [edit],
    mayBeLate: (step) => edit.late.includes(step),
  });
  return { edit, groups, after: compilePlan(after), ...outcome };
}

describe('whatever becomes of the whole roadmap, and whenever', () => {
  test(
    'all taken, it can be made; what is over stays as it was, and nothing begins in the past',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(versions, days, (roadmap, day) => {
          const facts = factsAt(start + day * DAY);
          const { radius, writes, after } = amended(roadmap, facts, { keep: [], take: ['all'] });
          expect(radius.problems).toEqual([]);
          const over = (run: string): boolean => facts.steps.get(run) === 'done';
          const written = [
            ...writes.steps.put.map(key),
            ...writes.steps.drop.map((each) => `${each.team}/${each.step}/${each.occurrence}`),
          ];
          expect(written.filter(over)).toEqual([]);
          const known = new Set(plan.steps.map(key));
          for (const step of after.steps) {
            if (!known.has(key(step))) expect(msOf(datesOf(step).due)).toBeGreaterThan(facts.now);
          }
        }),
        { numRuns: 6 },
      );
    },
  );

  test(
    'all kept, what is open and asked about is as it was, and nothing comes to be late',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(versions, days, (roadmap, day) => {
          const facts = factsAt(start + day * DAY);
          const { edit, groups, after, radius } = amended(roadmap, facts, { keep: ['all'], take: [] });
          expect(radius.problems).toEqual([]);
          expect(edit.late).toEqual([]);
          const kept = new Set(groups.filter(({ decided }) => decided === 'keep').map(({ id }) => id));
          const [was, is] = [plan, after].map(({ steps }) =>
            steps.filter(({ id, dates }) => kept.has(id) && dates !== null && facts.steps.size > 0),
          );
          expect(is?.map((step) => [key(step), step.dates?.due.utc])).toEqual(
            was?.map((step) => [key(step), step.dates?.due.utc]),
          );
        }),
        { numRuns: 6 },
      );
    },
  );
});
