import type { Pool } from 'pg';
import { expect } from 'vitest';
import { createActivities } from '../../src/activities/index.ts';
import type { Ports } from '../../src/activities/ports.ts';
import { changeStore } from '../../src/adapters/db/change-store.ts';
import { launchStore } from '../../src/adapters/db/launch-store.ts';
import { planStore } from '../../src/adapters/db/plan-store.ts';
import type { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { turnStore } from '../../src/adapters/db/turn-store.ts';
import { goodAnswers } from '../../src/roadmap/good-answers.ts';
import { type Changes, createChanges } from '../../src/change/changes.ts';
import type { StageDefinition, StageRef } from '../../src/contracts/turns.ts';
import { parseWorkflowId, workflowId } from '../../src/contracts/workflow-ids.ts';
import {
  applyCommand,
  emptyStage,
  followPlan,
  isOver,
  meetGates,
  nextWake,
  runDue,
  type StageCommand,
  type StageEffect,
  type StageState,
} from '../../src/domain/stage.ts';
import { compile, planContext, resolvePeople } from '../../src/plan/index.ts';
import type { LoadedRoadmap } from '../../src/plan/types.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';
import { PreparedPlans } from '../../src/worker/prepared-plans.ts';
import type { Engine } from './engine.ts';

const REALM = 'model';

interface Run {
  readonly ref: StageRef;
  state: StageState;
  version: number;
  nextAt: number | null;
  told: boolean;
  ended: boolean;
}

/**
 * The rules of stages with the real activities and stores, and nothing between them: what a workflow does in a turn, in
 * the order in which it does it.
 */
export class CoreEngine implements Engine {
  readonly changes: Changes;
  readonly #pool: Pool;
  readonly #activities: ReturnType<typeof createActivities>;
  readonly #runs = new Map<string, Run>();
  readonly #answerIsLost: () => boolean;

  /** @param answerIsLost whether the answer to a commit is lost now, so that it is asked for again */
  constructor(pool: Pool, contexts: ProgramContexts, answerIsLost: () => boolean) {
    this.#pool = pool;
    this.#answerIsLost = answerIsLost;
    const plans = new PreparedPlans();
    const ports = {
      planOf: (context) => plans.of(context),
      plans: { ...planStore(pool, contexts), current: (program) => currentOf(pool, contexts, program) },
      turns: turnStore(pool, goodAnswers),
    } satisfies Partial<Ports>;
    this.#activities = createActivities(ports as unknown as Ports);
    this.changes = createChanges({
      store: changeStore(pool, contexts),
      tell: async (id) => {
        const run = this.#runs.get(id);
        if (run !== undefined) run.told = true;
      },
    });
  }

  async launch(program: Program, roadmap: LoadedRoadmap, now: number): Promise<void> {
    const plan = compile(program, roadmap);
    const people = resolvePeople(planContext(program, roadmap));
    const top = workflowId({ realm: REALM, level: 'program', program: program.id });
    await launchStore(this.#pool).insert(
      { program, roadmap, plan, people, now, launchAt: null },
      { workflowId: top, clock: 'stepped' },
    );
    const turn = { epoch: 1, version: 1, now, seenHint: 1, seenTick: 0, nextAt: null, ended: false };
    const started = (keys: readonly string[]) => ({
      schemaVersion: 1 as const,
      children: Object.fromEntries(keys.map((key) => [key, 'started' as const])),
    });
    const teams = program.teams.map(({ id }) => id);
    const teamId = (team: string) => workflowId({ realm: REALM, level: 'team', program: program.id, team });
    await this.#activities.commitTimelineTurn({
      ...turn,
      program: program.id,
      team: 'all',
      workflowId: top,
      parentId: null,
      state: started(teams.map((team) => `team:${team}`)),
      start: teams.map((team) => ({
        workflowId: teamId(team),
        type: 'teamRoadmapWorkflow',
        key: `team:${team}`,
      })),
    });
    for (const team of teams) {
      const stages = plan.stages.filter((each) => each.team === team);
      const refs = stages.map(({ stage, occurrence }) => ({ program: program.id, team, stage, occurrence }));
      await this.#activities.commitTimelineTurn({
        ...turn,
        program: program.id,
        team,
        workflowId: teamId(team),
        parentId: top,
        state: started(refs.map(({ stage, occurrence }) => `${stage}/${occurrence}`)),
        start: refs.map((ref) => ({
          workflowId: workflowId({ realm: REALM, level: 'stage', ...ref }),
          type: 'orientationWorkflow',
          key: `${ref.stage}/${ref.occurrence}`,
        })),
      });
      for (const ref of refs) {
        this.#runs.set(workflowId({ realm: REALM, level: 'stage', ...ref }), {
          ref,
          state: emptyStage,
          version: 0,
          nextAt: null,
          told: true,
          ended: false,
        });
      }
    }
  }

  async settle(now: number): Promise<void> {
    for (;;) {
      const due = [...this.#runs].find(
        ([, run]) => !run.ended && (run.told || (run.nextAt !== null && run.nextAt <= now)),
      );
      if (due === undefined) return;
      await this.#turn(...due, now);
    }
  }

  async close({ task, ...command }: Parameters<Engine['close']>[0]) {
    const { rows } = await this.#pool.query<{ workflow_id: string }>(
      'SELECT workflow_id FROM task WHERE key = $1',
      [task],
    );
    const id = rows[0]!.workflow_id;
    const answer = await this.#turn(id, this.#runs.get(id)!, command.now, { ...command, task });
    if (answer === null) throw new Error(`${task} was not there to be closed`);
    return answer;
  }

  async stop(): Promise<void> {}

  async start(): Promise<void> {}

  /** One turn of a workflow: see `run-stage.ts`. */
  async #turn(id: string, run: Run, now: number, command?: StageCommand) {
    run.told = false;
    for (;;) {
      const definition = await this.#activities.loadStage(run.ref);
      const { state, effects, answer } = decide(definition, run.state, now, command);
      const ended = isOver(definition.steps, state);
      const nextAt = ended || definition.paused === true ? null : nextWake(definition.steps, state);
      const turn = {
        ...run.ref,
        workflowId: id,
        parentId: workflowId({ realm: REALM, level: 'team', ...parseTeam(id) }),
        epoch: 1,
        version: run.version + 1,
        now,
        seenHint: 1,
        seenTick: 0,
        nextAt,
        ended,
        planVersion: definition.planVersion,
        state,
        effects,
        answers: [],
      };
      const outcome = await this.#activities.commitStageTurn(turn);
      if (outcome.planChanged === true) continue;
      if (this.#answerIsLost()) expect(await this.#activities.commitStageTurn(turn)).toEqual(outcome);
      Object.assign(run, { state, version: turn.version, nextAt, ended });
      return answer;
    }
  }
}

/** As `ProgramContexts` finds it, by a query that costs a tenth: a turn asks each time. */
async function currentOf(pool: Pool, contexts: ProgramContexts, program: string) {
  const { rows } = await pool.query<{ plan_version: number }>({
    name: 'model-version',
    text: 'SELECT plan_version FROM program WHERE id = $1',
    values: [program],
  });
  return contexts.at(program, rows[0]!.plan_version);
}

function parseTeam(id: string): { readonly program: string; readonly team: string } {
  const ref = parseWorkflowId(id);
  if (ref?.level !== 'stage') throw new Error(`${id} is no stage`);
  return ref;
}

function decide(definition: StageDefinition, before: StageState, now: number, command?: StageCommand) {
  const effects: StageEffect[] = [];
  const followed = followPlan(definition.steps, before, now);
  let { state } = followed;
  effects.push(...followed.effects);
  let answer: { status: string; changed: boolean } | null = null;
  if (command !== undefined) {
    const result = applyCommand(definition.steps, state, command, now);
    if (result.type === 'closed') {
      state = result.turn.state;
      effects.push(...result.turn.effects);
      answer = { status: result.task.status, changed: result.changed };
    }
  }
  const due =
    definition.paused === true
      ? meetGates(definition.steps, state, now)
      : runDue(definition.steps, state, now);
  return { state: due.state, effects: [...effects, ...due.effects], answer };
}
