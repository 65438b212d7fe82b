import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  ParentClosePolicy,
  setCurrentDetails,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  advanceUpdate,
  childEndedSignal,
  planChangedSignal,
  refreshSignal,
  viewQuery,
  type AdvanceAnswer,
  type AdvanceRequest,
  type TimelineView,
} from '../contracts/messages.ts';
import { idReuse, stageLabels } from '../contracts/start-options.ts';
import type { TimelineDefinition } from '../contracts/turns.ts';
import { REVISION, type StageInput, type TimelineInput } from '../contracts/workflow-inputs.ts';
import { workflowId } from '../contracts/workflow-ids.ts';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { wakeAt } from '../domain/spread.ts';
import {
  emptyTimeline,
  markChildren,
  nextStart,
  startDue,
  teamChild,
  timelineOver,
  type TimelineStage,
  type TimelineState,
} from '../domain/timeline.ts';
import { activities, load } from './activities.ts';
import { describeTimeline } from './details.ts';
import { shouldRenew, sleepUntil } from './long-lived.ts';
import { Mailbox } from './mailbox.ts';
import { ProgramClock } from './program-clock.ts';
import { tellChildEnded } from './tell.ts';

/**
 * The way of a program or a team through its stages: starts each on its date, hears of its end, and is over when
 * all of them are. Stages are children that outlive a renewal of their parent.
 */
export async function runTimeline(input: TimelineInput): Promise<void> {
  const timeline = new TimelineRun(input);
  timeline.listen();
  await timeline.run();
}

/** How many teams one activity starts: all of them fit well into its time. */
const TEAMS_AT_ONCE = 50;

class TimelineRun {
  readonly #input: TimelineInput;
  readonly #clock: ProgramClock;
  readonly #mailbox = new Mailbox();
  #definition: TimelineDefinition | null = null;
  #state: TimelineState;
  #version: number;
  #seenTick: number;
  readonly #hintsCarried: number;

  constructor(input: TimelineInput) {
    this.#input = input;
    this.#clock = new ProgramClock(input.clock, input.now);
    this.#state = input.carried?.state ?? emptyTimeline;
    this.#version = input.carried?.version ?? 0;
    this.#seenTick = input.carried?.seenTick ?? 0;
    this.#hintsCarried = input.carried?.seenHint ?? 1;
  }

  listen(): void {
    setHandler(defineUpdate<AdvanceAnswer, [AdvanceRequest]>(advanceUpdate), (request) =>
      this.#mailbox.advance(request),
    );
    setHandler(defineSignal<[string]>(childEndedSignal), (child) => this.#mailbox.childEnded(child));
    setHandler(defineSignal(planChangedSignal), () => this.#mailbox.planChanged());
    setHandler(defineSignal(refreshSignal), () => this.#mailbox.refresh());
    setHandler(defineQuery<TimelineView>(viewQuery), () => this.#view());
  }

  async run(): Promise<void> {
    this.#definition = await this.#load();
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
      setCurrentDetails(describeTimeline(this.#loaded(), this.#state));
      await sleepUntil(this.#nextWake(), this.#clock, this.#mailbox, 'start the next stage');
    }
  }

  async #turn(mustCommit: boolean): Promise<boolean> {
    const mail = this.#mailbox.take();
    for (const { request } of mail.advances) {
      this.#clock.tell(request.now);
      this.#seenTick = Math.max(this.#seenTick, request.tick);
    }
    if (mail.reload) this.#definition = await this.#load();
    const { stages } = this.#loaded();
    const teams = this.#teamsToStart();
    const now = this.#clock.now();

    const ended = markChildren(this.#state, mail.endedChildren, 'ended');
    const { state, start } = startDue(stages, ended, now, this.#wake);
    this.#state = markChildren(state, teams.map(teamChild), 'started');
    const over = timelineOver(stages, this.#state);

    if (mustCommit || over || start.length > 0 || teams.length > 0 || anything(mail)) {
      await this.#commit(now, start, teams, over);
      await this.#startStages(start, now);
      if (teams.length > 0) await this.#startTeams(teams, now);
    }
    for (const { reply } of mail.advances) reply.resolve({ nextAt: over ? null : this.#nextWake() });
    return over;
  }

  async #commit(
    now: number,
    start: readonly TimelineStage[],
    teams: readonly string[],
    ended: boolean,
  ): Promise<void> {
    const { program, team, realm, epoch } = this.#input;
    await activities.commitTimelineTurn({
      program,
      team,
      workflowId: workflowInfo().workflowId,
      parentId: this.#isProgram() ? null : workflowId({ realm, level: 'program', program }),
      epoch,
      version: this.#version + 1,
      now,
      seenHint: this.#seenHint(),
      seenTick: this.#seenTick,
      nextAt: ended ? null : this.#nextWake(),
      ended,

      state: this.#state,
      start: [
        ...start.map((stage) => ({ workflowId: this.#stageId(stage), type: stage.workflow, key: stage.key })),
        ...teams.map((child) => ({
          workflowId: workflowId({ realm, level: 'team' as const, program, team: child }),
          type: 'teamRoadmapWorkflow',
          key: teamChild(child),
        })),
      ],
    });
    this.#version += 1;
  }

  async #startStages(start: readonly TimelineStage[], now: number): Promise<void> {
    await Promise.all(start.map((stage) => this.#startStage(stage, now)));
  }

  async #startStage(stage: TimelineStage, now: number): Promise<void> {
    const [name, occurrence] = stage.key.split('/') as [string, string];
    const { realm, program, team, clock, epoch, spreadMs } = this.#input;
    const input: StageInput = {
      revision: REVISION,
      realm,
      program,
      team,
      clock,
      epoch,
      spreadMs,
      now,
      stage: name,
      occurrence,
    };
    try {
      await startChild<(input: StageInput) => Promise<void>>(stage.workflow, {
        workflowId: this.#stageId(stage),
        args: [input],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: idReuse(epoch),
        ...stageLabels(input),
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** Teams are started by activities: hundreds of pending children are more than one parent can carry. */
  async #startTeams(teams: readonly string[], now: number): Promise<void> {
    const { realm, program, clock, epoch, spreadMs } = this.#input;
    for (let from = 0; from < teams.length; from += TEAMS_AT_ONCE) {
      const some = teams.slice(from, from + TEAMS_AT_ONCE);
      await activities.startTeams({ realm, program, teams: some, clock, epoch, spreadMs, now });
    }
  }

  #teamsToStart(): string[] {
    return this.#loaded().teams.filter((team) => this.#state.children[teamChild(team)] === undefined);
  }

  async #end(): Promise<void> {
    setCurrentDetails(describeTimeline(this.#loaded(), this.#state));
    const { realm, program, team } = this.#input;
    if (!this.#isProgram()) {
      await tellChildEnded(workflowId({ realm, level: 'program', program }), teamChild(team));
    }
    this.#mailbox.close('workflow_ended', 'this timeline has ended');
    await condition(allHandlersFinished);
  }

  async #renew(): Promise<void> {
    const carried = {
      state: this.#state,
      version: this.#version,
      seenHint: this.#seenHint(),
      seenTick: this.#seenTick,
    };
    await continueAsNew<(next: TimelineInput) => Promise<void>>({
      ...this.#input,
      revision: REVISION,
      now: this.#clock.now(),
      carried,
    });
  }

  #view(): TimelineView {
    return {
      level: this.#isProgram() ? 'program' : 'team',
      version: this.#version,
      planVersion: this.#definition?.planVersion ?? null,
      children: this.#state.children,
      nextStart: this.#definition === null ? null : nextStart(this.#definition.stages, this.#state),
    };
  }

  #load(): Promise<TimelineDefinition> {
    const { realm, program, team, revision } = this.#input;
    return load('loadTimeline', { realm, program, team }, revision);
  }

  #loaded(): TimelineDefinition {
    if (this.#definition === null) throw new Error('the timeline is not loaded yet');
    return this.#definition;
  }

  #isProgram(): boolean {
    return this.#input.team === PROGRAM_SCOPE;
  }

  #stageId(stage: TimelineStage): string {
    const [name, occurrence] = stage.key.split('/') as [string, string];
    const { realm, program, team } = this.#input;
    return workflowId({ realm, level: 'stage', program, team, stage: name, occurrence });
  }

  #seenHint(): number {
    return this.#hintsCarried + this.#mailbox.hints;
  }

  readonly #wake = (at: number): number => wakeAt(at, true, this.#input.team, this.#input.spreadMs);

  #nextWake(): number | null {
    const next = nextStart(this.#loaded().stages, this.#state);
    return next === null ? null : this.#wake(next);
  }

  #somethingIsDue(): boolean {
    const next = this.#nextWake();
    return next !== null && next <= this.#clock.now();
  }
}

const anything = (mail: ReturnType<Mailbox['take']>): boolean =>
  mail.advances.length > 0 || mail.endedChildren.length > 0 || mail.reload;
