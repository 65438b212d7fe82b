import { CommandError } from '../client/types.ts';
import { MESSAGES_A_MONTH, MONTH_DAYS } from '../domain/attention.ts';
import { messageKey, PROGRAM_SCOPE, parseTaskKey } from '../domain/keys.ts';
import type { Language } from '../domain/language.ts';
import { isOpen, type TaskStatus } from '../domain/task.ts';
import {
  checkInWith,
  msOf,
  nudgeTimes,
  pauseOf,
  type PlanContext,
  receiverOf,
  tooEarly,
} from '../plan/index.ts';
import type { NewMessage, ProgramContext } from '../activities/ports.ts';

/** What is known of a task when somebody asks that its owner be nudged. Times are program time in ms. */
export interface NudgeFacts {
  readonly now: number;
  readonly context: ProgramContext;
  readonly task: {
    readonly key: string;
    readonly team: string;
    readonly step: string;
    readonly occurrence: string;
    readonly owner: string;
    readonly eligible: readonly string[];
    readonly volunteer: boolean;
    readonly status: TaskStatus;
    /** False for a task that the engine asks a lead for: no mail is sent about it. */
    readonly planned: boolean;
    /** When it lapses. */
    readonly until: number;
  };
  /** The last nudge to a person’s address, in any program; null where there was none. */
  readonly lastNudge: (person: string) => Promise<number | null>;
  /** How many messages reached their address in the last month, over all programs. */
  readonly received: (person: string) => Promise<number>;
  /** The keys of the task’s messages that went out or wait, with their kinds and receivers. */
  readonly messages: readonly {
    readonly key: string;
    readonly kind: string;
    readonly to: string;
    readonly waits: boolean;
  }[];
}

export interface NudgeWrites {
  readonly message: NewMessage;
  /** The waiting message that this one goes in the place of. */
  readonly instead: string | null;
  readonly note: string | null;
}

export interface NudgeStore {
  /** Locks program and task, asks, and writes what is decided in one transaction. null: there is no such task. */
  nudge(
    task: string,
    by: string,
    decide: (facts: NudgeFacts) => Promise<NudgeWrites>,
  ): Promise<NudgeWrites | null>;
}

export interface NudgeRequest {
  readonly task: string;
  readonly by: string;
  readonly note: string | null;
  /** Asks the liaison of a patient advisor to check in, in place of a word to the advisor. */
  readonly checkIn: boolean;
}

export interface Nudged {
  readonly task: string;
  readonly to: string;
  readonly kind: 'nudge' | 'checkin';
  /** On the receiver’s clock. */
  readonly sendAt: { readonly utc: string; readonly local: string; readonly zone: string };
  readonly why: readonly string[];
}

export interface Nudges {
  /** @throws CommandError that says why not, and what to do instead */
  nudge(request: NudgeRequest): Promise<Nudged>;
}

const LONGEST_NOTE = 500;

const refuse = (code: CommandError['code'], message: string): never => {
  throw new CommandError(code, message);
};

export function createNudges(store: NudgeStore, planOf: (context: ProgramContext) => PlanContext): Nudges {
  return {
    async nudge(request) {
      const answer: { nudged: Nudged | null } = { nudged: null };
      const written = await store.nudge(request.task, request.by, async (facts) => {
        const decided = await decideNudge(request, facts, planOf(facts.context));
        answer.nudged = decided.nudged;
        return decided.writes;
      });
      if (written === null || answer.nudged === null) {
        return refuse(
          'not_found',
          `there is no open task ${request.task}; milepost inspect lists the tasks of a team`,
        );
      }
      return answer.nudged;
    },
  };
}

/**
 * Decides about one manual word to whoever has a task in hand: one to a person in two business days, in their open hours,
 * never about a closed task, and to a volunteer no more than the rule for volunteers gives.
 */
export async function decideNudge(
  request: NudgeRequest,
  facts: NudgeFacts,
  ctx: PlanContext,
): Promise<{ readonly nudged: Nudged; readonly writes: NudgeWrites }> {
  const { task, now, messages } = facts;
  const note = noteOf(request.note);
  mayNudge(request, facts, ctx);
  if (!isOpen(task.status))
    refuse('conflict', `task ${task.key} is ${task.status}; nobody needs a word about it`);
  if (!task.planned) {
    refuse(
      'conflict',
      `task ${task.key} is one of milepost’s own; no mail is sent about it. Talk to ${task.owner}`,
    );
  }
  const pause = pauseOf(ctx.edits, task.team);
  if (pause !== null) {
    refuse(
      'conflict',
      `it is paused (change ${pause.change}), and nobody is written to; milepost resume ends that`,
    );
  }
  const to = request.checkIn ? askedToCheckIn(request, facts, ctx) : asked(request, facts, ctx);
  const kind = request.checkIn ? 'checkin' : 'nudge';
  const early = tooEarly(ctx, to, await facts.lastNudge(to), now);
  if (early !== null) refuse('conflict', early);
  if ((await facts.received(to)) >= MESSAGES_A_MONTH) {
    refuse(
      'conflict',
      `${to} was sent ${MESSAGES_A_MONTH} messages in the last ${MONTH_DAYS} days; another would not help. ` +
        'Talk to them, or hand something to somebody else (milepost reassign)',
    );
  }
  const times = nudgeTimes(ctx, to, now, task.until);
  if (times === null) {
    return refuse('conflict', `no open hour of ${to} is left before task ${task.key} lapses; talk to them`);
  }
  const parsed = parseTaskKey(task.key);
  if (parsed === null) throw new Error(`task ${task.key} has no natural key`);
  const plain = messageKey(parsed, kind, to, task.owner);
  const same = messages.filter(({ key }) => key.replace(/@\d+$/, '') === plain);
  const waiting = same.find(({ waits }) => waits)?.key ?? null;
  const { language } = receiverOf(ctx, to);
  const why = [`${request.by} asked for it.`, ...times.why];
  return {
    nudged: { task: task.key, to, kind, sendAt: times.sendAt, why },
    writes: {
      instead: waiting,
      note,
      message: {
        key: same.length === 0 ? plain : `${plain}@${same.length + 1}`,
        team: task.team,
        step: task.step,
        occurrence: task.occurrence,
        taskKey: task.key,
        kind,
        recipient: to,
        about: task.owner,
        language: language satisfies Language,
        state: 'pending',
        reason: null,
        sendAt: msOf(times.sendAt),
        notAfter: times.notAfter === null ? null : msOf(times.notAfter),
        expiresAt: Number.isFinite(task.until) ? task.until : null,
        why,
      },
    },
  };
}

function noteOf(note: string | null): string | null {
  const text = note?.trim() ?? '';
  if (text.length > LONGEST_NOTE) {
    refuse('invalid_answer', `the note has ${text.length} characters; keep it to ${LONGEST_NOTE}, or call`);
  }
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    refuse('invalid_answer', 'the note holds a character that is not text; type it anew');
  }
  return text === '' ? null : text;
}

/** Whom the task is for too, and who leads: the team, its clinic, an organization, the program. */
function mayNudge({ by }: NudgeRequest, { task }: NudgeFacts, { program }: PlanContext): void {
  const team = program.teams.find(({ id }) => id === task.team);
  const clinics = program.clinics.filter(({ id }) => task.team === PROGRAM_SCOPE || id === team?.clinic);
  const allowed = new Set([
    program.lead,
    ...program.organizations.flatMap(({ leaders }) => leaders),
    ...clinics.flatMap(({ leaders }) => leaders),
    ...(team === undefined ? [] : [team.lead, ...team.members, ...team.staff, ...team.peerProviders]),
    ...task.eligible,
  ]);
  if (!allowed.has(by)) {
    refuse(
      'not_yours',
      `${by} has no part in task ${task.key}; who works or leads there may send a word about it`,
    );
  }
}

/** Whom a nudge goes to. A volunteer has one reminder, and then their liaison may be asked to check in. */
function asked({ by }: NudgeRequest, { task, now, messages }: NudgeFacts, ctx: PlanContext): string {
  const { owner } = task;
  if (owner === by)
    refuse('conflict', `task ${task.key} is in your own hands; milepost reassign gives it to another`);
  if (!task.volunteer) return owner;
  const had = messages.some(({ kind, to }) => to === owner && /^(reminder|nudge)/.test(kind));
  if (!had) return owner;
  const liaison = checkInWith(ctx, task.team, owner, now);
  return refuse(
    'conflict',
    liaison === null
      ? `${owner} is invited and need not answer; they have their one reminder`
      : `${owner} gives their time freely and has their one reminder. ${liaison} could check in with them: ` +
          `\`milepost nudge ${task.key} --by ${by} --check-in\` asks for that`,
  );
}

function askedToCheckIn({ by }: NudgeRequest, { task, now, messages }: NudgeFacts, ctx: PlanContext): string {
  const liaison = task.volunteer ? checkInWith(ctx, task.team, task.owner, now) : null;
  if (liaison === null) {
    return refuse('invalid_answer', `${task.owner} is no patient advisor here; leave --check-in out`);
  }
  if (liaison === by)
    refuse('conflict', `you are the one who keeps in touch with ${task.owner}; give them a call`);
  const went = messages.some(({ kind, waits }) => kind === 'checkin' && !waits);
  if (went) refuse('conflict', `${liaison} was asked to check in with ${task.owner} already`);
  return liaison;
}
