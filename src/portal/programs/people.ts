import type { Language } from '../../domain/language.ts';
import { type PlanContext, todayIn } from '../../plan/index.ts';
import { startOfDay } from '../../plan/calendar/moment.ts';
import { saysLocal } from '../../plan/local-words.ts';
import type { Reader } from '../../read/connection.ts';
import { programTime } from '../../read/program-time.ts';
import { namedPeople } from '../../read/task-page.ts';
import { planNow, type PlanOf } from '../feed/plans.ts';
import type { PeopleView, Programs } from './port.ts';

const ON_A_PAGE = 40;

interface PlaceOfPeople {
  readonly name: string;
  readonly parts: readonly { readonly part: string; readonly ids: readonly string[] }[];
}

/** Who has which part in a program, and who is away. */
export function openPeople(reader: Reader, planOf: PlanOf): Programs['people'] {
  return async (program, language, page) => {
    const ctx = await planNow(reader, planOf, program);
    if (ctx === null) return null;
    const { now } = await programTime(reader);
    const all = placesOf(ctx);
    const pages = Math.max(1, Math.ceil(all.length / ON_A_PAGE));
    const shown = Math.min(page, pages);
    const places = all.slice((shown - 1) * ON_A_PAGE, shown * ON_A_PAGE);
    const today = todayIn(now.getTime(), ctx.program.zone);
    const away = [...ctx.absences.values()].flat().filter(({ until }) => until >= today);
    const people = await namedPeople(reader, program, [
      ...places.flatMap(({ parts }) => parts.flatMap(({ ids }) => ids)),
      ...away.flatMap(({ person, cover }) => (cover === null ? [person] : [person, cover])),
    ]);
    const nameOf = (id: string): string => people.get(id)?.name ?? id;
    return {
      program,
      title: ctx.program.title,
      language,
      page: shown,
      pages,
      absences: away
        .toSorted((a, b) => a.from.localeCompare(b.from) || a.person.localeCompare(b.person))
        .map(({ person, from, until, cover }) => ({
          name: nameOf(person),
          from: dayIn(from, ctx, language),
          until: dayIn(until, ctx, language),
          cover: cover === null ? null : nameOf(cover),
          now: from <= today,
        })),
      places: places.map(({ name, parts }) => ({
        name,
        parts: parts.map(({ part, ids }) => ({ part, names: ids.map(nameOf) })),
      })),
    } satisfies PeopleView;
  };
}

const dayIn = (day: string, { program }: PlanContext, language: Language): string =>
  saysLocal(startOfDay(day, program.zone), program.zone, language).day;

function placesOf({ program }: PlanContext): PlaceOfPeople[] {
  const { organizations, clinics, teams, title, lead } = program;
  const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
    a.name.localeCompare(b.name);
  const some = (part: string, ids: readonly string[]): PlaceOfPeople['parts'] =>
    ids.length === 0 ? [] : [{ part, ids }];
  return [
    { name: title, parts: some('program_lead', [lead]) },
    ...organizations
      .toSorted(byName)
      .map(({ name, leaders }) => ({ name, parts: some('org_leader', leaders) })),
    ...clinics.toSorted(byName).map(({ name, leaders }) => ({ name, parts: some('clinic_leader', leaders) })),
    ...teams.toSorted(byName).map((team) => ({
      name: team.name,
      parts: [
        ...some('team_lead', [team.lead]),
        ...some('member', team.members),
        ...some('staff', team.staff),
        ...some(
          'advisor',
          team.advisors.map(({ person }) => person),
        ),
        ...some('peer_provider', team.peerProviders),
      ],
    })),
  ];
}
