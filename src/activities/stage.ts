import type { StageDefinition, StageRef, StageTurnInput, StageTurnOutcome } from '../contracts/turns.ts';
import { stoppingWhenStale } from './failures.ts';
import { gateOf, gatesConcerned, latestOf, neededBy } from './gates.ts';
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
    const needed = neededBy(steps);
    const progress = needed.length === 0 ? [] : await plans.progressOf(ref.program, ref.team, needed);
    const asOf = latestOf(progress, context.edits);
    return {
      planVersion: context.version,
      title: `${stage?.title.en ?? ref.stage} ${ref.occurrence}, ${ref.team}`,
      steps: steps.map((step) => stageStep(plan, step, gateOf(step.planned, progress))),
      ...(pauseOf(plan.edits, ref.team) === null ? {} : { paused: true as const }),
      ...(asOf === null ? {} : { asOf }),
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
      const concerned = gatesConcerned(context.roadmap, turn);
      const gates = concerned.length === 0 ? [] : await plans.runsOf(program, planVersion, team, concerned);
      return turns.commitStage(
        stageRows(turn, { context, plan: planOf(context), steps, waiting: waiting.flat(), gates }),
      );
    });
  },
});
