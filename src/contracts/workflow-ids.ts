/**
 * Workflow ids, built and read back. `realm` keeps live programs and rehearsals apart on one Temporal server.
 *
 *   realm:program/<program>
 *   realm:team/<program>/<team>
 *   realm:stage/<program>/<team>/<stage>/<occurrence>
 */
export type WorkflowRef =
  | { readonly realm: string; readonly level: 'program'; readonly program: string }
  | { readonly realm: string; readonly level: 'team'; readonly program: string; readonly team: string }
  | {
      readonly realm: string;
      readonly level: 'stage';
      readonly program: string;
      readonly team: string;
      readonly stage: string;
      readonly occurrence: string;
    };

export function workflowId(ref: WorkflowRef): string {
  switch (ref.level) {
    case 'program':
      return `${ref.realm}:program/${ref.program}`;
    case 'team':
      return `${ref.realm}:team/${ref.program}/${ref.team}`;
    case 'stage':
      return `${ref.realm}:stage/${ref.program}/${ref.team}/${ref.stage}/${ref.occurrence}`;
  }
}

/** The inverse of {@link workflowId}; null where the text is none of ours. */
export function parseWorkflowId(id: string): WorkflowRef | null {
  const colon = id.indexOf(':');
  if (colon < 1) return null;
  const realm = id.slice(0, colon);
  const [level, ...parts] = id.slice(colon + 1).split('/');
  if (parts.some((part) => part === '')) return null;
  const [program, team, stage, occurrence] = parts as [string, string, string, string];
  if (level === 'program' && parts.length === 1) return { realm, level, program };
  if (level === 'team' && parts.length === 2) return { realm, level, program, team };
  if (level === 'stage' && parts.length === 4) return { realm, level, program, team, stage, occurrence };
  return null;
}

/** Id of the schedule that looks for drift. */
export const reconcileScheduleId = (realm: string): string => `${realm}:schedule/reconcile`;

/** Id of each of its runs; the server appends the time of the start. */
export const reconcileWorkflowId = (realm: string): string => `${realm}:sweep/reconcile`;
