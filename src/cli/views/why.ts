import { momentAt } from '../../plan/index.ts';
import type { Reasons, Story, Told } from '../../why/index.ts';
import { longMoment, tableMoment } from '../format/dates.ts';
import { table } from '../format/table.ts';
import { count, wrap } from '../format/text.ts';
import type { Page } from './page.ts';

const FIRST_LINES = 40;

/** The story of a message, task or step, for reading. */
export function storyLines(story: Story, page: Page): string[] {
  const { style, width } = page;
  const { version, roadmap, tzdata } = story.plan;
  const origin = `${roadmap.id} ${roadmap.version}, plan version ${version}, zone rules ${tzdata}`;
  const now = `It is ${longMoment(story.now.local)} (${story.now.zone}).`;
  return [
    ...wrap(story.subject.title, width).map(style.bold),
    style.dim(story.subject.key),
    ...wrap(`${origin}. ${now}`, width).map(style.dim),
    '',
    ...some(story.standing, 'sentence', page, (line) => wrap(line, width)),
    ...story.because.flatMap((reasons) => section(headline(reasons), reasons.why, page)),
    ...section(
      'Changes',
      story.changes.flatMap(({ text, effects }) => [text, ...effects]),
      page,
    ),
    ...section('What happened', texts(story.happened), page),
    ...section('What did not, and why', texts(story.didNotHappen), page),
    ...section('What comes', texts(story.ahead), page),
  ];
}

const texts = (all: readonly Told[]): string[] => all.map(({ text }) => text);

function headline({ of }: Reasons): string {
  switch (of) {
    case 'message':
      return 'Why the message falls there';
    case 'task':
      return 'Why it is in these hands';
    case 'event':
      return 'Why, since its event came';
    case 'step':
      return 'Why the step falls there';
  }
}

function section(title: string, sentences: readonly string[], page: Page): string[] {
  if (sentences.length === 0) return [];
  const lines = some(sentences, 'line', page, (sentence) =>
    wrap(sentence, page.width - 2, '  ').map((line) => `  ${line}`),
  );
  return ['', page.style.bold(title), ...lines];
}

/** The first of many; how many more there are is said. */
function some<T>(all: readonly T[], what: string, { style }: Page, lines: (each: T) => string[]): string[] {
  const left = all.length - FIRST_LINES;
  return [
    ...all.slice(0, FIRST_LINES).flatMap(lines),
    ...(left > 0 ? [style.dim(`  and ${count(left, `more ${what}`)} (--json has all)`)] : []),
  ];
}

interface Match {
  readonly key: string;
  readonly dueAt: Date | null;
  readonly zone: string;
  readonly planned: boolean;
}

/** The runs that a step’s name may mean, and how to ask for one. */
export function matchLines(matches: readonly Match[], page: Page): string[] {
  const { style } = page;
  const left = matches.length - FIRST_LINES;
  const [first] = matches;
  return [
    `That may be any of ${count(matches.length, 'run')}. Ask for one by its key:`,
    '',
    ...table<Match>(
      [
        { title: 'KEY', value: ({ key }) => key },
        {
          title: 'DUE, AT THE LATEST',
          value: ({ dueAt, zone }) =>
            dueAt === null ? '·' : `${tableMoment(momentAt(dueAt.getTime(), zone).local)} (${zone})`,
        },
        { title: '', value: ({ planned }) => (planned ? '' : 'skipped') },
      ],
      matches.slice(0, FIRST_LINES),
      page,
    ),
    ...(left > 0
      ? [style.dim(`and ${left.toLocaleString('en-US')} more; name the team or the month as well`)]
      : []),
    '',
    `milepost why ${first?.key ?? ''}`,
  ];
}
