import type { StageDefinition, StageRef, StageTurnInput, StageTurnOutcome } from '../contracts/turns.ts';
import { stoppingWhenStale } from './failures.ts';
import type { Ports } from './ports.ts';
import { stageRows } from './stage-rows.ts';
import { pauseOf } from '../plan/index.ts';
import { stageStep } from './stage-step.ts';

export const createStageActivities = ({ plans, turns, planOf }: Ports) => ({
  async loadStage(ref: StageRef): Promise<StageDefinition> {
    const context = await plans.current(ref.program);
    const steps = await plans.stageSteps(ref, context.version);
    const plan = planOf(context);
    const stage = context.roadmap.stages.find(({ id }) => id === ref.stage);
    return {
      planVersion: context.version,
      title: `${stage?.title.en ?? ref.stage} ${ref.occurrence}, ${ref.team}`,
      steps: steps.map((step) => stageStep(plan, step)),
      ...(pauseOf(plan.edits, ref.team) === null ? {} : { paused: true as const }),
    };
  },

  /** Turns the effects of one turn into rows and writes them in one transaction. */
  async commitStageTurn(turn: StageTurnInput): Promise<StageTurnOutcome> {
    return stoppingWhenStale(async () => {
      const { program, team, planVersion, effects } = turn;
      const context = await plans.at(program, planVersion);
      const steps = await plans.stageSteps(turn, planVersion);
      const waiting = await Promise.all(
        effects.flatMap((effect) =>
          effect.type === 'emit' ? [plans.waitingFor(program, planVersion, team, effect.event)] : [],
        ),
      );
      return turns.commitStage(
        stageRows(turn, { context, plan: planOf(context), steps, waiting: waiting.flat() }),
      );
    });
  },
});
