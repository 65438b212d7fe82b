import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { parseWorkflowId } from '../../contracts/workflow-ids.ts';

/** Which workflow of a program: of a stage, of a team (no stage), or of the program itself (`all`, no stage). */
export interface WorkflowAddress {
  readonly program: string;
  readonly team: string;
  readonly stage: string | null;
  readonly occurrence: string | null;
}

/** The page of a workflow. Its parts stand apart in the address: proxies make trouble of a slash that is escaped. */
export function workflowPath({ program, team, stage, occurrence }: WorkflowAddress): string {
  if (stage !== null) return `/admin/workflows/stage/${program}/${team}/${stage}/${occurrence ?? ''}`;
  return team === PROGRAM_SCOPE
    ? `/admin/workflows/program/${program}`
    : `/admin/workflows/team/${program}/${team}`;
}

/** The page of the workflow that has this id; null where the id is none of ours. */
export function pathOfId(id: string): string | null {
  const ref = parseWorkflowId(id);
  if (ref === null) return null;
  const { program } = ref;
  switch (ref.level) {
    case 'program':
      return workflowPath({ program, team: PROGRAM_SCOPE, stage: null, occurrence: null });
    case 'team':
      return workflowPath({ program, team: ref.team, stage: null, occurrence: null });
    case 'stage':
      return workflowPath(ref);
  }
}
