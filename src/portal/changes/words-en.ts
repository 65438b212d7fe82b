import type { ChangeWords } from './words.ts';

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
const number = (count: number): string => count.toLocaleString('en-US');
const many = (count: number, one: string, more = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : more}`;
const some = (count: number, one: string, more?: string): string[] =>
  count === 0 ? [] : [many(count, one, more)];
const days = (count: number): string => `${many(Math.abs(count), 'day')} ${count < 0 ? 'earlier' : 'later'}`;
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

export const changeWordsEn: ChangeWords = {
  edits: {
    shift: (where, count) => `Move ${days(count)}: ${where}`,
    skip: (where) => `Leave out: ${where}`,
    rest: (where, months) => `Let ${listed(months)} rest: ${where}`,
    pause: (where) => `Pause: ${where}`,
    resume: (where, count) =>
      count === 0 ? `Resume, dates stay: ${where}` : `Resume, ${days(count)}: ${where}`,
    absence: (name, from, until, cover) =>
      `${name} is away, ${from} to ${until}${cover === null ? '' : `; ${cover} covers`}`,
    reassign: (from, to, where) =>
      from === null ? `Hand one task to ${to}` : `Hand what ${from} does to ${to}: ${where}`,
    people: (names) => `Other parts: ${listed(names)}`,
    profile: (name) => `Write to ${name} in another way`,
    calendar: (holidays, workdays) =>
      `Calendar: ${listed([...some(holidays, 'day off', 'days off'), ...some(workdays, 'working day')])} more`,
    enrol: (teams) => `Joins: ${listed(teams)}`,
    withdraw: (team) => `Takes part no more: ${team}`,
    amend: 'Follow a new version of the roadmap',
    tailor: (where) => `A rule of its own: ${where}`,
    confirm: 'Send what a new version had held back',
    undo: (what) => `Take back: ${what}`,
  },
  scope: {
    program: (title) => `all of “${title}”`,
    whole: 'what is for all teams together',
    everyTeam: 'every team',
    quarter: (count) => `quarter ${count}`,
  },
  list: {
    title: 'Changes',
    none: 'Nothing has been changed since the launch.',
    new: 'Change something',
    made: (by, when) => `${by}, ${when}`,
    reach: (steps, mails) => {
      const parts = [...some(steps, 'step'), ...some(mails, 'mail')];
      return parts.length === 0
        ? 'No date and no mail was concerned.'
        : sentence(`${listed(parts)} concerned`);
    },
    undone: 'taken back since',
    undo: 'Take it back …',
    undoOf: (what) => `Take it back: ${what}`,
    notices: {
      made: 'The change is made. Everybody concerned is written to by the new dates.',
      twice: 'This change was made already; nothing was done a second time.',
    },
  },
  form: {
    title: 'Change something',
    lead: 'You see first what a change would do. Nothing happens before you say so.',
    kinds: {
      shift: { title: 'Move dates', text: 'Give more time, or begin earlier.' },
      pause: { title: 'Pause', text: 'Nothing begins and no mail leaves until you resume.' },
      resume: { title: 'Resume', text: 'End a pause.' },
      skip: { title: 'Leave out steps', text: 'They will not take place.' },
      rest: { title: 'Let months rest', text: 'Patients are not asked in these months.' },
      absence: { title: 'Somebody is away', text: 'And who covers for them.' },
      reassign: { title: 'Hand over', text: 'What one person does becomes another’s.' },
    },
    other: 'Something else',
    fields: {
      team: 'For whom',
      part: 'What',
      period: 'Which month',
      days: 'By how many days',
      way: 'Later or earlier',
      to: 'Or: to this day',
      dates: 'What becomes of the dates',
      restFrom: 'First month that rests',
      restUntil: 'Last month that rests',
      person: 'Who is away',
      from: 'From',
      until: 'Until, that day included',
      cover: 'Who covers',
      handFrom: 'From whom',
      handTo: 'To whom',
    },
    options: {
      everything: 'Every team, and what is for all together',
      whole: 'Only what is for all teams together',
      allParts: 'Everything',
      allOfStage: 'All of it',
      allPeriods: 'All months',
      later: 'later',
      earlier: 'earlier',
      keep: 'They stay. What came due meanwhile is late at once.',
      move: 'What is not done moves by as many days as the pause lasted.',
      choose: 'Please choose',
      nobody: 'Whoever comes next',
      sameMonth: 'The same month',
      program: 'The whole program',
    },
    hints: {
      to: 'Only where all that you chose is due on one day. Leave the number of days empty then.',
      cover: 'Left open, their tasks go to the next person whom each is for.',
    },
    chooseTeam: { text: 'There are many people. Of which team?', button: 'Show its people' },
    nothingPaused: 'Nothing is paused.',
    show: 'Show what it would do',
    problems: 'Please look at this:',
    problem: ({ what }) => {
      switch (what) {
        case 'needed':
          return 'Please fill this in.';
        case 'number':
          return 'Please give a whole number of days, from 1 to 730.';
        case 'one_of_two':
          return 'Please give either a number of days or a day, not both.';
        case 'order':
          return 'The end is before the beginning.';
        case 'same':
          return 'Please choose somebody else here.';
      }
    },
  },
  preview: {
    title: 'What this would do',
    notYet: 'Nothing has been changed yet.',
    id: (id) => `Change ${id}`,
    sums: ({ moved, cancelled, added, held, freed, hands, over }) => {
      const both = ({ steps, mails }: { steps: number; mails: number }, verb: string): string[] => {
        const parts = [...some(steps, 'step'), ...some(mails, 'mail')];
        return parts.length === 0 ? [] : [`${listed(parts)} ${verb}`];
      };
      const parts = [
        ...both(moved, 'moved'),
        ...both(cancelled, 'cancelled'),
        ...both(added, 'added'),
        ...(held === 0 ? [] : [`${many(held, 'mail')} held until you resume`]),
        ...(freed === 0 ? [] : [`${many(freed, 'mail')} set free`]),
        ...(hands === 0 ? [] : [`${many(hands, 'open task')} handed over`]),
      ];
      const stays =
        over === 0
          ? ''
          : ` ${many(over, 'step')} of it ${over === 1 ? 'is' : 'are'} over and stay as they were.`;
      return parts.length === 0
        ? `No date and no mail would be other than now.${stays}`
        : `${sentence(parts.join('; '))}${stays}`;
    },
    steps: 'Dates',
    was: 'Was due',
    willBe: 'Will be due',
    notPlanned: 'not planned',
    notAtAll: 'not at all',
    open: 'open already',
    whole: 'All teams together',
    more: (count) => `and ${number(count)} more`,
    counted: 'What happens, counted',
    countedLine: ({ title, what, count }) =>
      ({
        step: `${title}: ${many(count, 'team')}`,
        task: `${title}: ${many(count, 'open task')}`,
        message: `Mails about ${title}: ${number(count)}`,
      })[what],
    tasks: 'Who has it in hand',
    hands: (from, to) =>
      to === null ? `from ${from ?? 'nobody'}; it is set aside` : `from ${from ?? 'nobody'} to ${to}`,
    mails: 'Mails, by person',
    ofPerson: ({ moved, cancelled, added, held, freed }) =>
      listed([
        ...(moved === 0 ? [] : [`${moved} moved`]),
        ...(cancelled === 0 ? [] : [`${cancelled} cancelled`]),
        ...(added === 0 ? [] : [`${added} added`]),
        ...(held === 0 ? [] : [`${held} held`]),
        ...(freed === 0 ? [] : [`${freed} set free`]),
      ]),
    notes: 'Worth a look',
    cannot: 'This cannot be done as it is:',
    past: (when) => `would be due ${when}, which is past`,
    pastMore: 'Move it less, or leave out what lies behind.',
    make: 'Make this change',
    takeBack: 'Take it back',
    back: 'Change something about it',
  },
  refused: {
    overtaken: {
      title: 'Something changed meanwhile',
      text: 'Your change would no longer do what you were shown, so nothing was done.',
      others: 'Since you looked:',
      nobody: 'Somebody finished or began something that it is about.',
      again: 'Show what it would do now',
    },
    title: 'This cannot be done as it is',
    why: {
      paused: 'It is paused already. Resume it, or leave it as it is.',
      not_paused: 'It is not paused, so there is nothing to resume.',
      undone: 'That change was taken back already, or is no longer part of the plan.',
      other: 'Please look at what you chose. Nothing was changed.',
    },
    away: {
      title: 'We cannot reach the program right now',
      text: 'What you typed is kept in this page. It may be sent again in a moment; it is done once.',
      again: 'Try again',
    },
  },
};
