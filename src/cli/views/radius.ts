import type { Applied, Preview } from '../../change/changes.ts';
import type { MessageLine, StepLine, TaskLine } from '../../change/radius.ts';
import type { TallyLine } from '../../change/tally.ts';
import type { Branch } from '../../change/undecided.ts';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { tableMoment } from '../format/dates.ts';
import { groupLines, isUndecided } from './groups.ts';
import { table } from '../format/table.ts';
import { count, listed, wrap } from '../format/text.ts';
import type { Style } from '../format/style.ts';
import type { Page } from './page.ts';
import { isCounted, tallyLines } from './tally.ts';
import { dependsLines } from './undecided.ts';

interface RadiusPage extends Page {
  /** Every step, however many there are. */
  readonly full: boolean;
}

const FIRST_STEPS = 20;

/** What a change would do: in a sentence, by step, by person; and what stands in its way. */
export function radiusLines(preview: Preview, page: RadiusPage): string[] {
  const { radius } = preview;
  return [
    page.style.bold(preview.title),
    ...groupLines(preview.groups, page),
    ...(isUndecided(preview)
      ? ['', ...wrap(saysEitherWay(preview), page.width)]
      : wrap(summary(preview), page.width)),
    ...(isCounted(radius)
      ? tallyLines(radius, page)
      : [
          ...stepLines(radius.steps, page),
          ...taskLines(radius.tasks, page),
          ...messageLines(radius.messages, page),
        ]),
    ...dependsLines(preview, page, saysAlone),
    ...notes('note', radius.conflicts, page, page.style.yellow),
    ...notes('stop', radius.problems, page, page.style.red),
  ];
}

/** What one way of deciding brings beside what happens anyway. */
function saysAlone({ steps, tasks, messages }: Branch): string {
  const parts = [
    ...(steps.length > 0 ? [count(steps.length, 'step')] : []),
    ...(tasks.length > 0 ? [count(tasks.length, 'open task')] : []),
    ...(messages.length > 0 ? [count(messages.length, 'mail')] : []),
  ];
  return parts.length === 0 ? 'nothing.' : `${listed(parts)}.`;
}

/** What happens whatever is decided, as far as that can be known. */
function saysEitherWay(preview: Preview): string {
  const { depends } = preview;
  if (depends === null || depends.keep.refused !== null || depends.take.refused !== null) {
    return 'What happens whatever you decide cannot be told yet.';
  }
  const said = summary(preview);
  return `Whatever you decide: ${said.charAt(0).toLowerCase()}${said.slice(1)}`;
}

function summary({ radius }: Pick<Preview, 'radius'>): string {
  const { tally, over, problems } = radius;
  if (problems.length > 0) return 'This cannot be done:';
  const counted = (what: TallyLine['what'], effect: string): number =>
    tally.reduce((sum, line) => (line.what === what && line.effect === effect ? sum + line.count : sum), 0);
  const say = (verb: string, effect: StepLine['effect']): string[] => {
    const [ofSteps, ofMails] = [counted('step', effect), counted('message', effect)];
    const named = [
      ...(ofSteps > 0 ? [count(ofSteps, 'step')] : []),
      ...(ofMails > 0 ? [count(ofMails, 'mail')] : []),
    ];
    return named.length === 0 ? [] : [`${listed(named)} ${verb}`];
  };
  const some = (of: TallyLine['what'], effect: string, what: string, verb: string): string[] => {
    const found = counted(of, effect);
    return found === 0 ? [] : [`${count(found, what)} ${verb}`];
  };
  // Where there is too much to list, nothing waits to be confirmed: amendments are listed step by step.
  const mails = isCounted(radius) ? [] : radius.messages;
  const parts = [
    ...some('task', 'hands', 'open task', 'into other hands'),
    ...some('step', 'asks', 'open step', 'asking other things'),
    ...say('move', 'moves'),
    ...some('step', 'needs', 'gate', 'will need other steps'),
    ...say('are cancelled', 'cancels'),
    ...say('are added', 'appears'),
    ...some(
      'message',
      'holds',
      'mail',
      mails.some(({ unconfirmed }) => unconfirmed) ? 'held' : 'held until it is resumed',
    ),
    ...waiting(mails),
    ...some('message', 'releases', 'mail', 'set free'),
    ...some('message', 'rewrites', 'mail', 'in other words'),
  ];
  const stays =
    over === 0
      ? ''
      : ` ${count(over, 'step')} of it ${over === 1 ? 'is' : 'are'} over and ${over === 1 ? 'stays' : 'stay'}.`;
  return parts.length === 0 ? `Nothing would change.${stays}` : `${parts.join('; ')}.${stays}`;
}

/** What waits until an amendment is confirmed. */
function waiting(messages: readonly MessageLine[]): string[] {
  const wait = messages.filter(({ unconfirmed, effect }) => unconfirmed && effect !== 'cancels').length;
  if (wait === 0) return [];
  return [
    `${wait === 1 ? '1 mail that would leave within a day waits' : `${wait} mails that would leave within a day wait`} until you confirm`,
  ];
}

function stepLines(steps: readonly StepLine[], page: RadiusPage): string[] {
  if (steps.length === 0) return [];
  const sorted = steps.toSorted((a, b) =>
    ((a.to ?? a.from)?.due.utc ?? '').localeCompare((b.to ?? b.from)?.due.utc ?? ''),
  );
  const some = page.full ? sorted : sorted.slice(0, FIRST_STEPS);
  const left = sorted.length - some.length;
  return [
    '',
    ...table<StepLine>(
      [
        { title: 'TEAM', value: ({ team }) => (team === PROGRAM_SCOPE ? 'all together' : team), shrinkTo: 8 },
        {
          title: 'STEP',
          value: ({ step, occurrence }) => `${step} ${occurrence === 'once' ? '' : occurrence}`.trim(),
          shrinkTo: 12,
        },
        { title: 'WAS DUE', value: ({ from }) => (from === null ? '·' : tableMoment(from.due.local)) },
        { title: 'WILL BE DUE', value: ({ to }) => (to === null ? 'not at all' : tableMoment(to.due.local)) },
        {
          title: '',
          value: ({ open, needs, effect }) =>
            [
              ...(effect === 'asks' ? ['open, asks otherwise'] : open ? ['open'] : []),
              ...saysNeeds(needs),
            ].join('; '),
        },
      ],
      some,
      page,
    ),
    ...(left > 0 ? [page.style.dim(`and ${count(left, 'more step')} (--full shows all)`)] : []),
  ];
}

/** What a gate needs no more, and what it needs now that it did not. */
function saysNeeds(needs: StepLine['needs']): string[] {
  if (needs === undefined) return [];
  const [gone, added] = [
    needs.from.filter((key) => !needs.to.includes(key)),
    needs.to.filter((key) => !needs.from.includes(key)),
  ];
  return [
    ...(gone.length > 0 ? [`no longer needs ${listed(gone)}`] : []),
    ...(added.length > 0 ? [`now needs ${listed(added)}`] : []),
  ];
}

function taskLines(tasks: readonly TaskLine[], page: RadiusPage): string[] {
  if (tasks.length === 0) return [];
  const some = page.full ? tasks : tasks.slice(0, FIRST_STEPS);
  const left = tasks.length - some.length;
  return [
    '',
    ...table<TaskLine>(
      [
        { title: 'OPEN TASK', value: ({ key }) => key.slice(key.indexOf('/') + 1), shrinkTo: 24 },
        { title: 'WAS FOR', value: ({ from }) => from ?? '·' },
        { title: 'WILL BE FOR', value: ({ to }) => to ?? 'nobody: it is set aside' },
      ],
      some,
      page,
    ),
    ...(left > 0 ? [page.style.dim(`and ${count(left, 'more task')} (--full shows all)`)] : []),
  ];
}

interface PersonRow {
  readonly person: string;
  readonly counts: Readonly<Record<MessageLine['effect'], number>>;
  readonly next: MessageLine | null;
}

const noMails: PersonRow['counts'] = {
  moves: 0,
  cancels: 0,
  appears: 0,
  holds: 0,
  releases: 0,
  rewrites: 0,
};

/** Whether a mail is the earliest of those that a person will get. */
const isFirst = ({ effect, after }: MessageLine, next: MessageLine | null): boolean =>
  after !== null &&
  effect !== 'holds' &&
  (next === null || next.after === null || after.utc < next.after.utc);

function messageLines(messages: readonly MessageLine[], page: RadiusPage): string[] {
  if (messages.length === 0) return [];
  const rows = new Map<string, Omit<PersonRow, 'person'>>();
  for (const line of messages) {
    const { counts, next } = rows.get(line.to) ?? { counts: noMails, next: null };
    rows.set(line.to, {
      counts: { ...counts, [line.effect]: counts[line.effect] + 1 },
      next: isFirst(line, next) ? line : next,
    });
  }
  const number = (n: number): string => (n === 0 ? '·' : String(n));
  return [
    '',
    ...table<PersonRow>(
      [
        { title: 'MAILS TO', value: ({ person }) => person },
        { title: 'MOVED', align: 'right', value: ({ counts }) => number(counts.moves) },
        { title: 'CANCELLED', align: 'right', value: ({ counts }) => number(counts.cancels) },
        { title: 'ADDED', align: 'right', value: ({ counts }) => number(counts.appears) },
        ...(messages.some(({ effect }) => effect === 'holds')
          ? [
              {
                title: 'HELD',
                align: 'right' as const,
                value: ({ counts }: PersonRow) => number(counts.holds),
              },
            ]
          : []),
        ...(messages.some(({ effect }) => effect === 'releases')
          ? [
              {
                title: 'SET FREE',
                align: 'right' as const,
                value: ({ counts }: PersonRow) => number(counts.releases),
              },
            ]
          : []),
        ...(messages.some(({ effect }) => effect === 'rewrites')
          ? [
              {
                title: 'IN NEW WORDS',
                align: 'right' as const,
                value: ({ counts }: PersonRow) => number(counts.rewrites),
              },
            ]
          : []),
        {
          title: 'THE FIRST OF THEM NOW',
          value: ({ next }) =>
            next === null || next.after === null
              ? '·'
              : `${next.kind} ${next.step}, ${tableMoment(next.after.local)} (${next.after.zone})`,
          shrinkTo: 20,
        },
      ],
      [...rows]
        .map(([person, row]) => ({ person, ...row }))
        .toSorted((a, b) => a.person.localeCompare(b.person)),
      page,
    ),
  ];
}

/** A change of many teams can have thousands of these; `--json` has them all. */
const MOST_NOTES = 20;

const notes = (
  word: string,
  sentences: readonly string[],
  { width }: Page,
  paint: Style['red'],
): string[] => {
  const more = sentences.length - MOST_NOTES;
  const shown =
    more > 1 ? [...sentences.slice(0, MOST_NOTES), `... and ${more} more like these.`] : sentences;
  return shown.flatMap((sentence) =>
    wrap(sentence, width - 8, '').map((line, nth) => paint(nth === 0 ? `  ${word}  ` : '        ') + line),
  );
};

/** What came of applying a change. */
export function appliedLine({ id, changed, untold }: Applied, style: Style): string {
  if (!changed) return `Change ${id} was made before; nothing was done now.`;
  const late =
    untold === 0
      ? ''
      : ` Temporal could not be told about ${count(untold, 'workflow')}; they follow once it is back.`;
  return `${style.green('✓')} Change ${id} is made.${late}`;
}
