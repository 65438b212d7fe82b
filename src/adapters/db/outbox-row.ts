import type { NeedProgress } from '../../domain/gate.ts';
import type { Language } from '../../domain/language.ts';
import { progressColumns } from './gate-rows.ts';

export interface CollectedMonths {
  readonly expected: readonly string[];
  readonly present: readonly string[];
}

/** A message in the hands of one worker until its lease runs out. Times are program time in ms. */
export interface ClaimedRow {
  readonly id: string;
  readonly key: string;
  readonly programId: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly taskKey: string | null;
  readonly kind: string;
  readonly recipient: string;
  readonly about: string;
  readonly language: Language;
  readonly planVersion: number;
  readonly sendAt: number;
  /** When this attempt may start: `sendAt` for the first. */
  readonly attemptAt: number;
  /** When the task is due; null for a notice that belongs to no task. */
  readonly dueAt: number | null;
  /** Who answers for the task; another than the receiver where that one is only invited. */
  readonly owner: string | null;
  /** Who may complete the task beside its leads; left out for none. */
  readonly eligible?: readonly string[] | null;
  /** By quarterly stage: the months that its review found, of those that were asked, as `team/M03`. */
  readonly collected: Readonly<Record<string, CollectedMonths>>;
  /** For the task of a gate: how far each step is that it needs. */
  readonly needs?: {
    readonly waivedCounts: boolean;
    readonly steps: readonly (NeedProgress & { readonly key: string })[];
  } | null;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** An earlier attempt may have arrived. */
  readonly doubted: boolean;
  /** For a nudge: who asked for it (a person id), and what they wrote. */
  readonly note?: { readonly by: string; readonly text: string | null } | null;
  /** Rows with the same one go out as one message; null for a message of its own. */
  readonly bundle: string | null;
  /** The receiver's address as it is now; null where there is no such person. */
  readonly address: string | null;
  /** Where the receiver is written to in a chat; null where it is by mail. */
  readonly webhookUrl: string | null;
  /** Proof of the claim: a mark with another lease changes nothing. */
  readonly lease: string;
}

export interface RawRow {
  id: string;
  key: string;
  program_id: string;
  team: string;
  step: string;
  occurrence: string;
  task_key: string | null;
  kind: string;
  recipient: string;
  about: string;
  language: Language;
  plan_version: number;
  send_at: Date;
  attempt_at: Date;
  due_at: Date | null;
  owner: string | null;
  eligible: string[] | null;
  collected: Record<string, CollectedMonths> | null;
  needs: ClaimedRow['needs'];
  note: { by: string; text: string | null } | null;
  attempt: number;
  doubted: boolean;
  bundle: string | null;
  address: string | null;
  webhook_url: string | null;
  lease: string;
}

export const toRow = (raw: RawRow): ClaimedRow => ({
  id: raw.id,
  key: raw.key,
  programId: raw.program_id,
  team: raw.team,
  step: raw.step,
  occurrence: raw.occurrence,
  taskKey: raw.task_key,
  kind: raw.kind,
  recipient: raw.recipient,
  about: raw.about,
  language: raw.language,
  planVersion: raw.plan_version,
  sendAt: raw.send_at.getTime(),
  attemptAt: raw.attempt_at.getTime(),
  dueAt: raw.due_at?.getTime() ?? null,
  owner: raw.owner,
  eligible: raw.eligible,
  collected: raw.collected ?? {},
  needs: raw.needs ?? null,
  note: raw.note ?? null,
  attempt: raw.attempt,
  doubted: raw.doubted,
  bundle: raw.bundle,
  address: raw.address,
  webhookUrl: raw.webhook_url,
  lease: raw.lease,
});

/** How far the steps are that the gate of a claimed row (`c`) needs. */
const neededSteps = `(
           SELECT json_build_object('waivedCounts', p.planned #> '{needs,waivedCounts}', 'steps', (
                    SELECT coalesce(json_agg(json_build_object('key', n.key, 'open', d.open, 'completed', d.completed,
                                                               'waived', d.waived) ORDER BY n.place), '[]')
                      FROM jsonb_array_elements_text(p.planned #> '{needs,steps}') WITH ORDINALITY AS n (key, place)
                     CROSS JOIN LATERAL (
                           SELECT ${progressColumns} FROM task AS t
                            WHERE t.program_id = c.program_id AND t.team = c.team
                              AND t.step || '/' || t.occurrence = n.key) AS d))
             FROM plan_step AS p
            WHERE p.program_id = c.program_id AND p.team = c.team AND p.step = c.step AND p.occurrence = c.occurrence
              AND p.until_version IS NULL)`;

/** What a claim tells of the rows `c` that it took. */
export const claimedColumns = `
         c.id, c.key, c.program_id, c.team, c.step, c.occurrence, c.task_key, c.kind, c.recipient, c.about,
         c.language, c.plan_version, c.send_at, c.attempt_at, t.due_at, t.owner, t.eligible, c.lease, c.doubted, c.bundle,
         p.email AS address, CASE p.channel WHEN 'webhook' THEN p.webhook_url END AS webhook_url,
         (SELECT json_object_agg(q.stage, json_build_object('expected', q.expected, 'present', q.present))
            FROM quarter_collection AS q
           WHERE q.program_id = c.program_id AND q.team = c.team AND q.occurrence = c.occurrence) AS collected,
         CASE WHEN t.kind = 'gate' THEN ${neededSteps} END AS needs,
         CASE WHEN c.kind = 'nudge' THEN (SELECT json_build_object('by', n.by, 'text', n.note)
                                            FROM nudge AS n WHERE n.key = c.key) END AS note`;

/** Where they come from. */
export const claimedFrom = `
    FROM claimed AS c
    LEFT JOIN task AS t ON t.key = c.task_key
    LEFT JOIN person AS p ON p.program_id = c.program_id AND p.id = c.recipient
   ORDER BY c.attempt_at, c.key`;
