import type { Language } from '../../domain/language.ts';
import { ONCE, PROGRAM_SCOPE } from '../../domain/keys.ts';
import type { PlanContext } from '../../plan/index.ts';
import { saysLocal } from '../../plan/local-words.ts';
import type { OpenWork, WaitingStep } from '../../read/program-grid.ts';
import { membersOf } from '../../why/index.ts';
import { teamName, titleOf } from '../tasks/view.ts';
import type { HeldView } from './port.ts';

/** Something that is held up, with the team that it is of. */
export interface HeldOf {
  readonly team: string;
  readonly since: Date;
  readonly view: HeldView;
}

interface Work {
  readonly open: readonly OpenWork[];
  readonly waiting: readonly WaitingStep[];
}

/** What holds teams up, the longest first. Patient advisors give their time freely: theirs is not among it. */
export function heldIn(ctx: PlanContext, { open, waiting }: Work, language: Language): HeldOf[] {
  const members = membersOf(ctx);
  const tasks = open.flatMap((task): HeldOf[] => {
    const why = whyHeld(ctx, members, task);
    if (why === null) return [];
    const since = why === 'late' ? task.dueAt : task.openedAt;
    return [
      {
        team: task.team,
        since,
        view: {
          why,
          ...about(ctx, task, since, language),
          ...(why === 'nobody'
            ? { whom: [], hrefs: [`/tasks/${task.key}`] }
            : { whom: [{ name: task.ownerName, href: `/tasks/${task.key}` }], hrefs: [] }),
          waitsFor: null,
        },
      },
    ];
  });
  const steps = waiting.flatMap((step): HeldOf[] => {
    const before = ctx.roadmap.steps.find(({ emits }) => emits === step.waitsFor);
    if (before === undefined || !knows(ctx, step.step)) return [];
    const tasksBefore = open.filter(
      (task) =>
        task.step === before.id &&
        task.team === step.team &&
        (task.occurrence === step.occurrence || task.occurrence === ONCE || step.occurrence === ONCE),
    );
    // What has to be done first is told by itself, with all that it holds.
    if (tasksBefore.some(({ gate }) => gate)) return [];
    return [
      {
        team: step.team,
        since: step.since,
        view: {
          why: 'waits',
          ...about(ctx, step, step.since, language),
          whom: tasksBefore
            .filter(({ volunteer }) => !volunteer)
            .map(({ ownerName, key }) => ({ name: ownerName, href: `/tasks/${key}` })),
          hrefs: [],
          waitsFor: before.title[language],
        },
      },
    ];
  });
  return together([...tasks, ...steps].toSorted((a, b) => a.since.getTime() - b.since.getTime()));
}

/** What several people of a team have in hand, each for themselves, is one line. */
function together(held: readonly HeldOf[]): HeldOf[] {
  const lines = new Map<string, HeldOf>();
  for (const each of held) {
    const { why, title } = each.view;
    const key = `${why}/${each.team}/${title}`;
    const line = lines.get(key);
    lines.set(
      key,
      line === undefined
        ? each
        : {
            ...line,
            view: {
              ...line.view,
              whom: [...line.view.whom, ...each.view.whom],
              hrefs: [...line.view.hrefs, ...each.view.hrefs],
            },
          },
    );
  }
  return [...lines.values()];
}

function whyHeld(
  ctx: PlanContext,
  members: ReadonlySet<string>,
  { owner, volunteer, status, gate, step }: OpenWork,
): HeldView['why'] | null {
  if (!knows(ctx, step)) return null;
  if (!members.has(owner)) return 'nobody';
  if (volunteer) return null;
  if (status !== 'assigned') return gate ? 'gate' : 'late';
  return gate ? 'gate' : null;
}

/** Of a step that the roadmap does not have, such as the mending of a mail, there is nothing to say. */
export const knows = (ctx: PlanContext, step: string): boolean =>
  ctx.roadmap.steps.some(({ id }) => id === step);

function about(
  ctx: PlanContext,
  { team, step, occurrence }: { readonly team: string; readonly step: string; readonly occurrence: string },
  since: Date,
  language: Language,
): Pick<HeldView, 'title' | 'team' | 'since'> {
  const zone = team === PROGRAM_SCOPE ? ctx.program.zone : ctx.placeOf(team).zone;
  return {
    title: titleOf(ctx, { team, occurrence }, ctx.step(step, team), language),
    team: teamName(ctx, team),
    since: saysLocal(since.getTime(), zone, language).day,
  };
}
