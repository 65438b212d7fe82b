/** What every start of a workflow says, whoever starts it: how it is found and read in Temporal’s UI. Ids only. */
import { TypedSearchAttributes, WorkflowIdReusePolicy } from '@temporalio/common';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { occurrenceAttribute, programAttribute, stageAttribute, teamAttribute } from './search-attributes.ts';
import type { StageInput, TimelineInput } from './workflow-inputs.ts';

export interface StartLabels {
  readonly staticSummary: string;
  readonly typedSearchAttributes: TypedSearchAttributes;
}

export const timelineLabels = ({ program, team }: Pick<TimelineInput, 'program' | 'team'>): StartLabels => ({
  staticSummary: team === PROGRAM_SCOPE ? `program ${program}` : `team ${team} of ${program}`,
  typedSearchAttributes: new TypedSearchAttributes([
    { key: programAttribute, value: program },
    { key: teamAttribute, value: team },
  ]),
});

export const stageLabels = ({
  program,
  team,
  stage,
  occurrence,
}: Pick<StageInput, 'program' | 'team' | 'stage' | 'occurrence'>): StartLabels => ({
  staticSummary: `${stage} ${occurrence}${team === PROGRAM_SCOPE ? '' : `, team ${team}`}`,
  typedSearchAttributes: new TypedSearchAttributes([
    { key: programAttribute, value: program },
    { key: teamAttribute, value: team },
    { key: stageAttribute, value: stage },
    { key: occurrenceAttribute, value: occurrence },
  ]),
});

/**
 * A row in Postgres is what makes a workflow the only one of its id; the server’s own refusal of an id that was used
 * before is a second lock. After a rehydration it would keep out a run that takes the place of one that was terminated.
 */
export const idReuse = (epoch: number): WorkflowIdReusePolicy =>
  epoch === 1 ? WorkflowIdReusePolicy.REJECT_DUPLICATE : WorkflowIdReusePolicy.ALLOW_DUPLICATE;
