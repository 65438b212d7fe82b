import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import type { Language } from '../../domain/language.ts';
import { type PlanContext, type PlanEdit, parseMonths, type Scope } from '../../plan/index.ts';
import { startOfDay } from '../../plan/calendar/moment.ts';
import { saysLocal, saysMonths } from '../../plan/local-words.ts';
import { changeWords } from './words.ts';

/** What a change needs to be told in words. */
export interface Teller {
  readonly ctx: PlanContext;
  readonly language: Language;
  /** A person as they are shown. */
  readonly who: (id: string) => string;
}

/** People who are named in an edit, by id. */
export function peopleIn(edit: PlanEdit): string[] {
  switch (edit.kind) {
    case 'absence':
      return edit.cover === null ? [edit.person] : [edit.person, edit.cover];
    case 'reassign':
      return edit.from === null ? [edit.to] : [edit.from, edit.to];
    case 'profile':
      return [edit.person];
    case 'people':
      return [...edit.take, ...edit.leave].map(({ person }) => person);
    default:
      return [];
  }
}

/** What a change does, as a heading, without a word of the engine’s. */
export function saysEdit(edit: PlanEdit, teller: Teller): string {
  const { ctx, language, who } = teller;
  const words = changeWords[language].edits;
  const where = saysScope(edit.scope, teller);
  const day = (text: string): string =>
    saysLocal(startOfDay(text, ctx.program.zone), ctx.program.zone, language).day;
  switch (edit.kind) {
    case 'shift':
      return words.shift(where, edit.days);
    case 'skip':
      return words.skip(where);
    case 'rest':
      return words.rest(
        where,
        edit.months.map((range) => {
          const { first, last } = parseMonths(range);
          return saysMonths(ctx.launch, first, last, language);
        }),
      );
    case 'pause':
      return words.pause(where);
    case 'resume':
      return words.resume(where, edit.days);
    case 'absence':
      return words.absence(who(edit.person), day(edit.from), day(edit.until), edit.cover && who(edit.cover));
    case 'reassign':
      return words.reassign(edit.from && who(edit.from), who(edit.to), where);
    case 'people':
      return words.people([...new Set([...edit.join.map(({ id }) => id), ...peopleIn(edit)].map(who))]);
    case 'profile':
      return words.profile(who(edit.person));
    case 'calendar':
      return words.calendar(edit.holidays.length, edit.workdays.length);
    case 'enrol':
      return words.enrol(edit.teams.map(({ name }) => name));
    case 'withdraw':
      return words.withdraw(where);
    case 'amend':
      return words.amend;
    case 'tailor':
      return words.tailor(where);
    case 'confirm':
      return words.confirm;
  }
}

/** The part of a plan that a change is about, by the names that people know. */
function saysScope({ team, stage, step, occurrence }: Scope, { ctx, language }: Teller): string {
  const { scope } = changeWords[language];
  const { teams, title } = ctx.program;
  const parts = [
    step === undefined ? null : (ctx.roadmap.steps.find(({ id }) => id === step)?.title[language] ?? step),
    stage === undefined
      ? null
      : (ctx.roadmap.stages.find(({ id }) => id === stage)?.title[language] ?? stage),
    occurrence === undefined ? null : saysOccurrence(occurrence, { ctx, language }),
    team === undefined
      ? step === undefined && stage === undefined
        ? scope.program(title)
        : scope.everyTeam
      : team === PROGRAM_SCOPE
        ? scope.whole
        : (teams.find(({ id }) => id === team)?.name ?? team),
  ].filter((part) => part !== null);
  return parts.join(', ');
}

/** `April 2027` for `M03`; `quarter 1` for `Q1`. */
function saysOccurrence(
  occurrence: string,
  { ctx, language }: Pick<Teller, 'ctx' | 'language'>,
): string | null {
  const { scope } = changeWords[language];
  const [, kind, number] = /^([MQ])(\d+)$/.exec(occurrence) ?? [];
  if (kind === 'M') return saysMonths(ctx.launch, Number(number), Number(number), language);
  return kind === 'Q' ? scope.quarter(Number(number)) : null;
}
