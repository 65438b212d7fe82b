import { monthOccurrence, PROGRAM_SCOPE, quarterOccurrence } from '../../domain/keys.ts';
import type { Language } from '../../domain/language.ts';
import { type PlanContext, pauseOf, quartersOf, startOfMonth, todayIn } from '../../plan/index.ts';
import { saysMonths } from '../../plan/local-words.ts';
import type { Choice, Choices } from './port.ts';
import { changeWords } from './words.ts';

/** More people than these are chosen from by their team. */
const MOST_PEOPLE = 200;

/** Whose names the forms need; null where a team is to be chosen first. */
export function peopleToChoose({ program }: PlanContext, team: string | null): readonly string[] | null {
  const own = program.teams.find(({ id }) => id === team);
  if (own !== undefined) {
    const clinic = program.clinics.find(({ id }) => id === own.clinic);
    return [
      ...new Set([
        own.lead,
        ...own.members,
        ...own.staff,
        ...own.peerProviders,
        ...own.advisors.map(({ person }) => person),
        ...(clinic?.leaders ?? []),
        program.lead,
      ]),
    ];
  }
  return program.people.length > MOST_PEOPLE ? null : program.people.map(({ id }) => id);
}

/** What the forms of a program have to choose from. @param people those of {@link peopleToChoose}, with their names */
export function choicesOf(
  ctx: PlanContext,
  now: Date,
  people: readonly Choice[] | null,
  language: Language,
): Choices {
  const { program, roadmap, launch } = ctx;
  const words = changeWords[language];
  const byText = (a: Choice, b: Choice): number => collators[language].compare(a.text, b.text);
  const teams = program.teams.map(({ id, name }) => ({ value: id, text: name })).sort(byText);
  const months = Array.from({ length: roadmap.months }, (_, month) => month);
  const today = todayIn(now.getTime(), program.zone);
  const programPaused = pauseOf(ctx.edits, PROGRAM_SCOPE) !== null;
  return {
    program: program.id,
    title: program.title,
    language,
    teams,
    parts: roadmap.stages.map((stage) => ({
      label: stage.title[language],
      choices: [
        { value: `stage:${stage.id}`, text: `${stage.title[language]}: ${words.form.options.allOfStage}` },
        ...roadmap.steps
          .filter((step) => step.stage === stage.id)
          .map((step) => ({ value: `step:${step.id}`, text: step.title[language] })),
      ],
    })),
    periods: [
      ...months.map((month) => ({
        value: monthOccurrence(month),
        text: saysMonths(launch, month, month, language),
      })),
      ...quartersOf(roadmap).map(({ first, last }, index) => ({
        value: quarterOccurrence(index + 1),
        text: `${words.scope.quarter(index + 1)} (${saysMonths(launch, first, last, language)})`,
      })),
    ],
    restable: months
      .filter((month) => startOfMonth(launch, month) > today)
      .map((month) => ({ value: `M${month}`, text: saysMonths(launch, month, month, language) })),
    people: people === null ? null : [...people].sort(byText),
    paused: [
      ...(programPaused ? [{ value: '', text: words.form.options.program }] : []),
      ...teams.filter(({ value }) =>
        ctx.edits.some(
          (edit) =>
            edit.kind === 'pause' &&
            edit.scope.team === value &&
            !ctx.edits.some((other) => other.kind === 'resume' && other.pause === edit.change),
        ),
      ),
    ],
  };
}

const collators = { en: new Intl.Collator('en'), es: new Intl.Collator('es') } as const;
