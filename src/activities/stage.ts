import type { StageDefinition, StageRef, StageTurnInput, StageTurnOutcome } from '../contracts/turns.ts';
import { planContext, type PlanContext } from '../plan/index.ts';
import type { ProgramContext, Ports, StoredStep } from './ports.ts';
import { stoppingWhenStale } from './failures.ts';
import { stageStep } from './stage-step.ts';
import { stageRows } from './stage-rows.ts';

export const createStageActivities = ({ plans, turns }: Ports) => {
  const prepared = new WeakMap<ProgramContext, PlanContext>();

  /** Calendars and directories are worked out once for each plan version that this worker serves. */
  const planOf = (context: ProgramContext): PlanContext => {
    const known = prepared.get(context);
    if (known !== undefined) return known;
    const plan = planContext(
      context.program,
      { roadmap: context.roadmap, sha256: context.sha256 },
      context.launchAt === null ? {} : { launchAt: context.launchAt },
    );
    prepared.set(context, plan);
    return plan;
  };

  const stepsOf = async (ref: StageRef, version: number): Promise<readonly StoredStep[]> =>
    plans.stageSteps(ref, version);

  return {
    async loadStage(ref: StageRef): Promise<StageDefinition> {
      const context = await plans.current(ref.program);
      const steps = await stepsOf(ref, context.version);
      const stage = context.roadmap.stages.find(({ id }) => id === ref.stage);
      return {
        planVersion: context.version,
        title: `${stage?.title.en ?? ref.stage} ${ref.occurrence}, ${ref.team}`,
        steps: steps.map((step) => stageStep(context, step)),
      };
    },

    /** Turns the effects of one turn into rows and writes them in one transaction. */
    async commitStageTurn(turn: StageTurnInput): Promise<StageTurnOutcome> {
      return stoppingWhenStale(async () => {
        const context = await plans.current(turn.program);
        const steps = await stepsOf(turn, turn.planVersion);
        const waiting = await Promise.all(
          turn.effects.flatMap((effect) =>
            effect.type === 'emit'
              ? [plans.waitingFor(turn.program, turn.planVersion, turn.team, effect.event)]
              : [],
          ),
        );
        return turns.commitStage(
          stageRows(turn, { context, plan: planOf(context), steps, waiting: waiting.flat() }),
        );
      });
    },
  };
};
