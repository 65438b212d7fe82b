import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  advanceUpdate,
  commandUpdate,
  planChangedSignal,
  refreshSignal,
  viewQuery,
  type AdvanceAnswer,
  type AdvanceRequest,
  type CommandAnswer,
  type CommandRequest,
  type StageView,
} from '../contracts/messages.ts';
import type { StageDefinition, StageTurnOutcome } from '../contracts/turns.ts';
import { REVISION, type StageInput } from '../contracts/workflow-inputs.ts';
import { workflowId } from '../contracts/workflow-ids.ts';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { wakeAt } from '../domain/spread.ts';
import {
  agenda,
  applyCommand,
  emptyStage,
  followPlan,
  isEarly,
  isOver,
  meetGates,
  nextWake,
  runDue,
  type AgendaMoment,
  type StageEffect,
  type StageState,
} from '../domain/stage.ts';
import { activities, load } from './activities.ts';
import { shouldRenew, sleepUntil } from './long-lived.ts';
import { Mailbox, type Asked, type Mail } from './mailbox.ts';
import { ProgramClock } from './program-clock.ts';
import { describeStage } from './details.ts';
import { tellChildEnded, tellPlanChanged } from './tell.ts';

/**
 * One stage of one team, from its first step's opening until every step is done, skipped or lapsed.
 *
 * Each turn of the loop takes what arrived, lets the rules decide, and writes one projection; only then are
 * people answered and others told.
 */
export async function runStage(input: StageInput): Promise<void> {
  const stage = new StageRun(input);
  stage.listen();
  await stage.run();
}

interface Accepted {
  readonly asked: Asked<CommandRequest, CommandAnswer>;
  readonly answer: CommandAnswer;
}

interface Decided {
  readonly effects: readonly StageEffect[];
  readonly accepted: readonly Accepted[];
  readonly refused: readonly {
    readonly asked: Asked<CommandRequest, CommandAnswer>;
    readonly failure: ApplicationFailure;
  }[];
  readonly over: boolean;
}

class StageRun {
  readonly #input: StageInput;
  readonly #clock: ProgramClock;
  readonly #mailbox = new Mailbox();
  #definition: StageDefinition | null = null;
  #state: StageState;
  #version: number;
  #seenTick: number;
  readonly #hintsCarried: number;

  constructor(input: StageInput) {
    this.#input = input;
    this.#clock = new ProgramClock(input.clock, input.now);
    this.#state = input.carried?.state ?? emptyStage;
    this.#version = input.carried?.version ?? 0;
    this.#seenTick = input.carried?.seenTick ?? 0;
    this.#hintsCarried = input.carried?.seenHint ?? 1;
  }

  listen(): void {
    setHandler(defineUpdate<CommandAnswer, [CommandRequest]>(commandUpdate), (request) =>
      this.#mailbox.command(request),
    );
    setHandler(defineUpdate<AdvanceAnswer, [AdvanceRequest]>(advanceUpdate), (request) =>
      this.#mailbox.advance(request),
    );
    setHandler(defineSignal(planChangedSignal), () => this.#mailbox.planChanged());
    setHandler(defineSignal(refreshSignal), () => this.#mailbox.refresh());
    setHandler(defineQuery<StageView>(viewQuery), () => this.#view());
  }

  async run(): Promise<void> {
    await this.#load();
    // The first turn is committed even when nothing is due: it answers the start.
    let mustCommit = this.#version === 0 || this.#input.carried?.restarted === true;
    for (;;) {
      const over = await this.#turn(mustCommit);
      mustCommit = false;
      if (over) return this.#end();
      if (!this.#mailbox.isEmpty || this.#somethingIsDue()) continue;
      if (shouldRenew(this.#clock, this.#mailbox)) {
        if (await this.#mailbox.settled()) return this.#renew();
        continue;
      }
      setCurrentDetails(describeStage(this.#loaded(), this.#state));
      await sleepUntil(this.#nextWake(), this.#clock, this.#mailbox, this.#nextSummary());
    }
  }

  async #load(): Promise<void> {
    this.#definition = await load('loadStage', this.#ref(), this.#input.revision);
    // What another stage did, this one may hear of before anybody tells it the time.
    this.#clock.tell(this.#definition.asOf);
  }

  /** Takes what arrived, decides, commits, answers. True when the stage is over. */
  async #turn(mustCommit: boolean): Promise<boolean> {
    const mail = this.#mailbox.take();
    for (const { request } of [...mail.advances, ...mail.commands]) this.#clock.tell(request.now);
    for (const { request } of mail.advances) this.#seenTick = Math.max(this.#seenTick, request.tick);
    if (mail.reload) await this.#load();

    const told = mustCommit || mail.advances.length > 0 || mail.reload;
    for (;;) {
      const before = this.#state;
      const now = this.#clock.now();
      const { effects, accepted, refused, over } = this.#decide(mail, now);
      const isNews = told || effects.length > 0 || accepted.length > 0 || over;
      if (isNews && !(await this.#commit(now, effects, accepted, over))) {
        this.#state = before;
        await this.#load();
        continue;
      }
      for (const { asked, failure } of refused) asked.reply.reject(failure);
      for (const { asked, answer } of accepted) asked.reply.resolve(answer);
      for (const { reply } of mail.advances) reply.resolve({ nextAt: over ? null : this.#nextWake() });
      return over;
    }
  }

  /** What the rules make of the plan, of what people ask and of the time. Nobody is answered yet. */
  #decide(mail: Mail, now: number): Decided {
    const followed = followPlan(this.#loaded().steps, this.#state, now);
    this.#state = followed.state;
    const effects: StageEffect[] = [...followed.effects];
    const accepted: Accepted[] = [];
    const refused: Decided['refused'][number][] = [];
    for (const asked of mail.commands) {
      const result = applyCommand(this.#loaded().steps, this.#state, asked.request, now);
      if (result.type !== 'closed') {
        refused.push({ asked, failure: refusal(result.type, asked.request.task) });
        continue;
      }
      this.#state = result.turn.state;
      effects.push(...result.turn.effects);
      const { status, closedAt } = result.task;
      accepted.push({
        asked,
        answer: { task: asked.request.task, status, changed: result.changed, at: closedAt ?? now },
      });
    }
    const { steps } = this.#loaded();
    const due = this.#isPaused()
      ? meetGates(steps, this.#state, now)
      : runDue(steps, this.#state, now, this.#wake);
    this.#state = due.state;
    effects.push(...due.effects);

    return { effects, accepted, refused, over: isOver(this.#loaded().steps, this.#state) };
  }

  /** False where the plan had changed: nothing was written. */
  async #commit(
    now: number,
    effects: readonly StageEffect[],
    accepted: readonly Accepted[],
    ended: boolean,
  ): Promise<boolean> {
    const definition = this.#loaded();
    const outcome = await activities.commitStageTurn({
      ...this.#ref(),
      workflowId: workflowInfo().workflowId,
      parentId: this.#parentId(),
      epoch: this.#input.epoch,
      version: this.#version + 1,
      now,
      seenHint: this.#seenHint(),
      seenTick: this.#seenTick,
      nextAt: ended ? null : this.#nextWake(),
      ended,

      planVersion: definition.planVersion,
      state: this.#state,
      effects,
      answers: accepted.map(({ asked, answer }) => ({ id: asked.request.id, answer })),
    });
    if (outcome.planChanged === true) return false;
    this.#version += 1;
    this.#takeDates(outcome);
    await Promise.all(outcome.tell.map(tellPlanChanged));
    return true;
  }

  #takeDates(outcome: StageTurnOutcome): void {
    if (outcome.dated.length === 0) return;
    const definition = this.#loaded();
    const timings = new Map(outcome.dated.map(({ key, timing }) => [key, timing]));
    this.#definition = {
      ...definition,
      steps: definition.steps.map((step) => ({ ...step, timing: timings.get(step.key) ?? step.timing })),
    };
  }

  async #end(): Promise<void> {
    setCurrentDetails(describeStage(this.#loaded(), this.#state));
    const { stage, occurrence } = this.#input;
    await tellChildEnded(this.#parentId(), `${stage}/${occurrence}`);
    this.#mailbox.close('workflow_ended', 'this stage has ended');
    await condition(allHandlersFinished);
  }

  async #renew(): Promise<void> {
    const carried = {
      state: this.#state,
      version: this.#version,
      seenHint: this.#seenHint(),
      seenTick: this.#seenTick,
    };
    await continueAsNew<(next: StageInput) => Promise<void>>({
      ...this.#input,
      revision: REVISION,
      now: this.#clock.now(),
      carried,
    });
  }

  #view(): StageView {
    const steps = this.#definition?.steps ?? [];
    return {
      level: 'stage',
      version: this.#version,
      planVersion: this.#definition?.planVersion ?? null,
      steps: this.#state.steps,
      tasks: this.#state.tasks,
      next: this.#definition?.paused === true ? [] : agenda(steps, this.#state).slice(0, 10),
    };
  }

  #ref() {
    const { program, team, stage, occurrence } = this.#input;
    return { program, team, stage, occurrence };
  }

  #parentId(): string {
    const { realm, program, team } = this.#input;
    return team === PROGRAM_SCOPE
      ? workflowId({ realm, level: 'program', program })
      : workflowId({ realm, level: 'team', program, team });
  }

  #loaded(): StageDefinition {
    if (this.#definition === null)
      throw ApplicationFailure.nonRetryable('the stage is not loaded yet', 'not_loaded');
    return this.#definition;
  }

  #seenHint(): number {
    return this.#hintsCarried + this.#mailbox.hints;
  }

  readonly #wake = (moment: AgendaMoment): number =>
    wakeAt(moment.at, isEarly(moment.kind), this.#input.team, this.#input.spreadMs);

  #isPaused(): boolean {
    return this.#loaded().paused === true;
  }

  #nextWake(): number | null {
    if (this.#isPaused()) return null;
    return nextWake(this.#loaded().steps, this.#state, this.#wake);
  }

  #somethingIsDue(): boolean {
    const next = this.#nextWake();
    return next !== null && next <= this.#clock.now();
  }

  #nextSummary(): string {
    if (this.#isPaused()) return 'paused';
    const [next] = agenda(this.#loaded().steps, this.#state);
    return next === undefined ? 'nothing left to do' : `${next.kind} ${next.step}`;
  }
}

const refusals = {
  not_open_yet: (task: string) => `task ${task} is not open yet`,
  closes_by_itself: (task: string) => `task ${task} is a gate and closes by itself`,
  unknown_task: (task: string) => `there is no task ${task} in this stage`,
};

function refusal(type: keyof typeof refusals, task: string): ApplicationFailure {
  const message = refusals[type](task);
  return ApplicationFailure.create({ type, message, nonRetryable: true });
}
