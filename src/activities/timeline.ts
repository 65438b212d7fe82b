import type {
  StartTeamsInput,
  TimelineDefinition,
  TimelineRef,
  TimelineTurnInput,
} from '../contracts/turns.ts';
import { REVISION, stageWorkflows, type StageKind } from '../contracts/workflow-inputs.ts';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { stoppingWhenStale } from './failures.ts';
import type { Ports } from './ports.ts';

export const createTimelineActivities = ({ plans, turns, teams }: Ports) => ({
  /** The stages of one team, or of the program and then its teams, too. */
  async loadTimeline(ref: TimelineRef): Promise<TimelineDefinition> {
    const context = await plans.current(ref.program);
    const stages = await plans.stages(ref.program, context.version, ref.team);
    return {
      planVersion: context.version,
      title: ref.team === PROGRAM_SCOPE ? `Program ${ref.program}` : `Team ${ref.team} of ${ref.program}`,
      stages: stages.map((stage) => ({
        key: `${stage.stage}/${stage.occurrence}`,
        workflow: stageWorkflows[stage.workflow as StageKind],
        startsAt: Date.parse(stage.starts.utc),
      })),
      teams: ref.team === PROGRAM_SCOPE ? context.program.teams.map((team) => team.id) : [],
    };
  },

  async commitTimelineTurn(turn: TimelineTurnInput): Promise<void> {
    await stoppingWhenStale(() =>
      turns.commitTimeline({
        ...turn,
        events: [
          ...turn.start.map(({ key }) => ({
            type: key.startsWith('team:') ? 'team.started' : 'stage.started',
            key: `${turn.program}/${turn.team}/${key}`,
            actor: null,
          })),
          ...(turn.ended
            ? [
                {
                  type: turn.team === PROGRAM_SCOPE ? 'program.ended' : 'team.ended',
                  key: turn.team === PROGRAM_SCOPE ? turn.program : `${turn.program}/${turn.team}`,
                  actor: null,
                },
              ]
            : []),
        ],
      }),
    );
  },

  async startTeams({ teams: ids, ...common }: StartTeamsInput): Promise<void> {
    await Promise.all(ids.map((team) => teams.startTeam({ revision: REVISION, ...common, team })));
  },
});
