import type { CalendarEntry } from '../../ical/calendar-text.ts';
import { PROGRAM_SCOPE, stepKey } from '../../domain/keys.ts';
import type { Language } from '../../domain/language.ts';
import { isGathering, monthsFrom, type PlanContext } from '../../plan/index.ts';
import { saysPeriod } from '../../plan/local-words.ts';
import type { FeedStep } from '../../read/feed.ts';

/** What is due is shown as the half hour that ends then: so it is seen, and an alarm at its start comes in time. */
const DUE_MINUTES = 30;

const words: Readonly<Record<Language, { readonly due: (title: string) => string }>> = {
  en: { due: (title) => `Due: ${title}` },
  es: { due: (title) => `Fecha límite: ${title}` },
};

/** One step as an event. It says what the roadmap says, of which team and program, and names nobody. */
export function entryOf(ctx: PlanContext, planned: FeedStep, language: Language): CalendarEntry {
  const { program } = ctx;
  const step = ctx.step(planned.step);
  const stage = ctx.stageOf(step);
  const due = planned.dueAt.getTime();
  const event = isGathering(step) ? step.event : undefined;
  const period = saysPeriod(
    monthsFrom(ctx, planned.team, stage),
    planned.occurrence,
    { step, stage },
    language,
  );
  const plain = step.title[language];
  const title =
    event === undefined ? words[language].due(period === null ? plain : `${plain} (${period})`) : plain;
  const team = program.teams.find(({ id }) => id === planned.team);
  const place = planned.team === PROGRAM_SCOPE || team === undefined ? [] : [team.name];
  return {
    key: stepKey({ program: program.id, team: planned.team, step: step.id, occurrence: planned.occurrence }),
    begins: event === undefined ? due - DUE_MINUTES * 60_000 : due,
    minutes: event?.minutes ?? DUE_MINUTES,
    title: planned.done ? `✓ ${title}` : title,
    where: event?.where[language] ?? null,
    description: `${step.instructions[language]}\n\n${[...place, program.title].join(', ')}`,
    stamp: planned.changedAt.getTime(),
    busy: event !== undefined && !planned.done,
    // Every change of a date makes a new plan version.
    sequence: planned.planVersion - 1,
  };
}
