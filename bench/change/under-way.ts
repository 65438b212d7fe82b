import { createStageActivities } from '../../src/activities/stage.ts';
import type { Ports } from '../../src/activities/ports.ts';
import { launchStore } from '../../src/adapters/db/launch-store.ts';
import { planStore } from '../../src/adapters/db/plan-store.ts';
import { createPool, type Pool } from '../../src/adapters/db/pool.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { turnStore } from '../../src/adapters/db/turn-store.ts';
import { goodAnswers } from '../../src/roadmap/good-answers.ts';
import type { StageTurnInput } from '../../src/contracts/turns.ts';
import { workflowId } from '../../src/contracts/workflow-ids.ts';
import {
  applyCommand,
  emptyStage,
  runDue,
  type StageEffect,
  type StageTurn,
} from '../../src/domain/stage.ts';
import { compilePlan, planContext, resolvePeople, restoredPlan } from '../../src/plan/index.ts';
import { loadRoadmap } from '../../src/roadmap/load.ts';
import { PreparedPlans } from '../../src/worker/prepared-plans.ts';
import { LAUNCH, manyTeams } from './program.ts';

const REALM = 'bench';
/** Two days after the launch every team’s first step is open, and each of its reminders waits. */
const NOW = Date.parse(`${LAUNCH}T16:00:00Z`) + 2 * 86_400_000;
const STAGE = { stage: 'orientation', occurrence: 'once' } as const;
const AT_ONCE = 4;

/** A program of many teams that has begun, as the stores of the engine write it: without Temporal. */
export class UnderWay {
  readonly #pool: Pool;
  readonly #databaseUrl: string;

  constructor(pool: Pool, databaseUrl: string) {
    this.#pool = pool;
    this.#databaseUrl = databaseUrl;
  }

  async launch(teams: number): Promise<void> {
    const program = manyTeams(teams);
    const roadmap = loadRoadmap(program.roadmap);
    const context = planContext(program, roadmap);
    const now = Date.parse(`${LAUNCH}T05:00:00Z`);
    await launchStore(this.#pool).insert(
      {
        program,
        roadmap,
        plan: compilePlan(context),
        people: resolvePeople(context),
        now,
        launchAt: null,
      },
      { workflowId: workflowId({ realm: REALM, level: 'program', program: program.id }), clock: 'stepped' },
    );
    await this.#pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(NOW)]);
    await this.#pool.query(
      `INSERT INTO workflow_state (workflow_id, program_id, team, type, stage, occurrence, status, updated_at)
       SELECT $2 || ':stage/' || program_id || '/' || team || '/' || stage || '/' || occurrence, program_id, team,
              workflow || 'Workflow', stage, occurrence, 'running', now()
         FROM plan_stage WHERE program_id = $1 AND stage = $3`,
      [program.id, REALM, STAGE.stage],
    );
    await this.#pool.query('ANALYZE');
  }

  /** The first turn of every team: its step opens, and all its messages are written. */
  open(): Promise<void> {
    return this.#turns(1, (definition, state) => runDue(definition, state, NOW));
  }

  /** The second turn of every team: everybody has completed what was open. */
  complete(): Promise<void> {
    return this.#turns(2, (definition, state) => {
      const effects: StageEffect[] = [];
      let current = state;
      for (const task of Object.keys(state.tasks)) {
        const by = task.slice(task.lastIndexOf('/') + 1);
        const result = applyCommand(definition, current, { id: '', kind: 'complete', task, by }, NOW);
        if (result.type !== 'closed') throw new Error(`${task} is ${result.type}`);
        current = result.turn.state;
        effects.push(...result.turn.effects);
      }
      // Whoever answers a command stores it first; here there is nobody to be answered.
      return {
        state: current,
        effects: effects.map((effect) => (effect.type === 'task' ? { ...effect, command: null } : effect)),
      };
    });
  }

  async #turns(
    version: number,
    decide: (definition: Parameters<typeof runDue>[0], state: Parameters<typeof runDue>[1]) => StageTurn,
  ): Promise<void> {
    const contextPool = createPool(this.#databaseUrl, { max: 2, name: 'milepost-plans' });
    const prepared = new PreparedPlans();
    const stages = createStageActivities({
      plans: planStore(this.#pool, new ProgramContexts(contextPool, restoredPlan)),
      turns: turnStore(this.#pool, goodAnswers),
      planOf: (context) => prepared.of(context),
    } as Ports);
    const { rows } = await this.#pool.query<{
      id: string;
      program: string;
      team: string;
      state: StageTurn['state'] | null;
    }>(
      `SELECT workflow_id AS id, program_id AS program, team, state FROM workflow_state WHERE stage = $1 ORDER BY 1`,
      [STAGE.stage],
    );
    const waiting = rows.values();
    const one = async (): Promise<void> => {
      for (const { id, program, team, state } of waiting) {
        const ref = { program, team, ...STAGE };
        const { steps, planVersion } = await stages.loadStage(ref);
        const turn: StageTurnInput = {
          ...ref,
          ...decide(steps, state ?? emptyStage),
          planVersion,
          workflowId: id,
          epoch: 1,
          version,
          now: NOW,
          seenHint: 0,
          seenTick: 0,
          nextAt: null,
          ended: false,
          answers: [],
          parentId: workflowId({ realm: REALM, level: 'team', program, team }),
        };
        await stages.commitStageTurn(turn);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    await contextPool.end();
  }
}
