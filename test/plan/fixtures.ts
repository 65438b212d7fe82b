import { type Program, programSchema } from '../../src/roadmap/program-schema.ts';
import { roadmapSchema } from '../../src/roadmap/roadmap-schema.ts';
import { compilePlan } from '../../src/plan/compile.ts';
import { planContext, type PlanContext } from '../../src/plan/context.ts';
import type { LoadedRoadmap, Plan, PlannedStep, PlanOptions } from '../../src/plan/types.ts';

/** Invented example data: no such person or place exists. */

type Fields = Readonly<Record<string, unknown>>;

const text = (en: string) => ({ en, es: en });

export const stage = (id: string, months: string, more: Fields = {}): Fields => ({
  id,
  title: text(id),
  workflow: 'orientation',
  scope: 'team',
  repeats: 'once',
  months,
  ...more,
});

export const step = (id: string, due: Fields, more: Fields = {}): Fields => ({
  id,
  stage: 'main',
  track: 'track',
  kind: 'task',
  title: text(id),
  purpose: text(id),
  instructions: text(id),
  audience: ['team_lead'],
  assign: 'one',
  minutes: 30,
  due,
  ...more,
});

interface RoadmapParts {
  readonly stages?: readonly Fields[];
  readonly steps: readonly Fields[];
  readonly tracks?: readonly Fields[];
}

/** A small roadmap of 25 months; its one stage `main` runs M0-M7 unless others are given. */
export const makeRoadmap = ({ stages, steps, tracks }: RoadmapParts): LoadedRoadmap => ({
  sha256: 'sha',
  roadmap: roadmapSchema.parse({
    id: 'small',
    version: '1.2.3',
    title: text('Small'),
    summary: text('Small'),
    source: 'a test',
    translations: { es: { reviewedBy: null } },
    months: 25,
    tracks: tracks ?? [{ id: 'track', title: text('Track'), periods: [{ months: 'M0-M24' }] }],
    stages: stages ?? [stage('main', 'M0-M7')],
    steps,
  }),
});

const person = (id: string, more: Fields = {}): Fields => ({
  id,
  name: id,
  email: `${id}@clinic.example`,
  ...more,
});

export interface ProgramParts {
  readonly launch?: string;
  readonly zone?: string;
  readonly rest?: readonly string[];
  readonly quiet?: { readonly from: string; readonly to: string };
  readonly calendar?: Fields;
  readonly team?: Fields;
  /** Fields of people by id, laid over the plain ones. */
  readonly people?: Readonly<Record<string, Fields>>;
}

/** One organization, one clinic, one team of everyone that a team can have. */
export const makeProgram = (parts: ProgramParts = {}): Program =>
  programSchema.parse({
    id: 'program',
    title: 'A program',
    roadmap: 'small',
    launch: parts.launch ?? '2016-07-01',
    zone: parts.zone ?? 'America/New_York',
    calendar: 'days',
    ...(parts.quiet ? { quiet: parts.quiet } : {}),
    rest: parts.rest ?? [],
    equityAim: 'Those heard least',
    lead: 'pat',
    calendars: [{ id: 'days', extends: 'us-federal', ...parts.calendar }],
    organizations: [{ id: 'org', name: 'Org', leaders: ['olga'] }],
    clinics: [{ id: 'clinic', organization: 'org', name: 'Clinic', leaders: ['carl', 'cora'] }],
    teams: [
      {
        id: 'team',
        clinic: 'clinic',
        name: 'Team',
        lead: 'lea',
        members: ['mia', 'max'],
        staff: ['sam'],
        advisors: [{ person: 'ada', liaison: 'mia' }],
        peerProviders: ['pia'],
        ...parts.team,
      },
    ],
    people: ['pat', 'olga', 'carl', 'cora', 'lea', 'mia', 'max', 'sam', 'ada', 'pia'].map((id) =>
      person(id, parts.people?.[id]),
    ),
  });

export interface Planned {
  readonly ctx: PlanContext;
  readonly plan: Plan;
  /** The one run of a step, or the one named. */
  step(id: string, occurrence?: string): PlannedStep;
}

export function planOf(
  roadmap: LoadedRoadmap,
  program: Program | ProgramParts = {},
  options: PlanOptions = {},
): Planned {
  const ctx = planContext('teams' in program ? program : makeProgram(program), roadmap, options);
  const plan = compilePlan(ctx);
  return {
    ctx,
    plan,
    step(id, occurrence) {
      const found = plan.steps.filter(
        (each) => each.id === id && (occurrence === undefined || each.occurrence === occurrence),
      );
      if (found.length !== 1) throw new Error(`${found.length} runs of ${id} ${occurrence ?? ''}`);
      return found[0] as PlannedStep;
    },
  };
}

/** The local due time of the one step of a plan. */
export const dueOf = (due: Fields, program: ProgramParts = {}, more: Fields = {}): string | undefined =>
  planOf(makeRoadmap({ steps: [step('it', due, more)] }), program).step('it').dates?.due.local;
