import type { Report, Lateness } from './report.ts';

/** The same facts as the report, for a program lead to read. Plain text, lines of at most 100 characters or so. */
export function reportText(report: Report, namesOf: (person: string) => string = (id) => id): string {
  const { tasks, messages, actions, events } = report;
  const total = sum(tasks.byOutcome);
  return [
    verdict(report),
    '',
    `From ${day(report.from)} to ${day(report.to)}, in ${duration(report.wallSeconds)} of real time (seed ${report.seed}).`,
    '',
    `Tasks      ${total} in all: ${listed(tasks.byOutcome)}`,
    ...(tasks.late.count === 0
      ? []
      : [`           ${tasks.late.count} completed after they were due: ${lateText(tasks.late)}`]),
    ...(tasks.escalated === 0 ? [] : [`           ${tasks.escalated} brought to somebody who could help`]),
    ...tasks.refused.map(({ task, message }) => `           refused: ${task}: ${message}`),
    `Mails      ${messages.received} received; messages ${listed(messages.byState)}`,
    ...(messages.late.count === 0
      ? []
      : [`           ${messages.late.count} later than planned: ${lateText(messages.late)}`]),
    ...(messages.redelivered.length === 0
      ? []
      : [
          `           ${messages.redelivered.length} arrived again under their own Message-ID after a worker stopped`,
        ]),
    ...patientsText(report.patients),
    `Workflows  ${sum(report.workflows)}: ${listed(report.workflows)}`,
    `Temporal   ${events.engine + events.people + events.clock} events; actions: ` +
      `${actions.engine} by the engine, ${actions.people} by people, ${actions.clock} by the stepped clock`,
    ...(report.lostHistories === undefined
      ? []
      : [`           without those of ${report.lostHistories} workflows, whose histories Temporal lost`]),
    '',
    'Time asked of people, busiest month first:',
    ...busiest(report, namesOf),
    '',
    `Digest     ${report.digest}`,
  ].join('\n');
}

function patientsText({ forms, figures, teams, planted }: Report['patients']): string[] {
  if (forms === 0) return [];
  const charted = teams.flatMap(({ items }) => items).filter(({ median }) => median);
  const shifted = charted.filter(({ shift, planted: better }) => shift && !better);
  const unchanged = charted.filter((item) => !item.planted).length;
  return [
    `Patients   ${forms} forms; ${figures} figures published, each of eleven answers or more`,
    ...(planted === null
      ? []
      : [
          `           what became better (${planted.item} of ${planted.team}, from ${planted.from} on) ${
            charted.some((item) => item.planted && item.shift) ? 'shows as a shift' : 'does not show'
          };`,
          `           of ${unchanged} charts without a change, ${shifted.length} show a shift by chance`,
        ]),
  ];
}

const BROKEN_SHOWN = 20;

function verdict({ broken }: Report): string {
  if (broken.length === 0) return 'Every promise was kept.';
  const kinds: Record<string, number> = {};
  for (const { kind } of broken) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const shown = broken
    .slice(0, BROKEN_SHOWN)
    .map(({ kind, key, at, detail }) => `  ${kind}  ${key}${at === null ? '' : ` (${at})`}\n    ${detail}`);
  const rest = broken.length - shown.length;
  return [
    `${broken.length} promises were broken: ${listed(kinds)}`,
    ...shown,
    ...(rest > 0 ? [`  and ${rest} more; --json lists them all`] : []),
  ].join('\n');
}

const PEOPLE_SHOWN = 5;

function busiest({ workload }: Report, namesOf: (person: string) => string): string[] {
  const most = new Map<string, Report['workload'][number]>();
  const all = new Map<string, number>();
  for (const each of workload) {
    all.set(each.person, (all.get(each.person) ?? 0) + each.minutes);
    if (each.minutes > (most.get(each.person)?.minutes ?? -1)) most.set(each.person, each);
  }
  return [...most.values()]
    .sort((a, b) => b.minutes - a.minutes || (a.person < b.person ? -1 : 1))
    .slice(0, PEOPLE_SHOWN)
    .map(
      ({ person, month, minutes }) =>
        `  ${namesOf(person)}: ${hours(minutes)} in ${month}, ${hours(all.get(person) ?? 0)} in all`,
    );
}

const hours = (minutes: number): string => `${(minutes / 60).toFixed(1)} h`;
const days = (count: number): string => `${(count / 24).toFixed(1)} days`;
const day = (iso: string): string => iso.slice(0, 10);
const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);
const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what.replaceAll('_', ' ')}`)
    .join(', ');
const lateText = ({ p50, max }: Lateness): string => `half within ${days(p50)}, all within ${days(max)}`;
const duration = (seconds: number): string =>
  seconds < 120
    ? `${seconds.toFixed(0)} seconds`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
