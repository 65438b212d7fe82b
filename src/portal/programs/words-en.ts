import type { ProgramWords } from './words.ts';

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

const teams = (count: number): string => (count === 1 ? '1 team' : `${count.toLocaleString('en-US')} teams`);

export const programWordsEn: ProgramWords = {
  list: {
    title: 'My programs',
    empty: 'You lead no program here.',
    emptyMore: 'A program appears on this page as soon as you are named as its lead.',
  },
  month: ({ at, name, number, of }) => {
    switch (at) {
      case 'before':
        return `Begins on ${name}`;
      case 'under_way':
        return `${name}, month ${number} of ${of}`;
      case 'after':
        return 'All months are over';
    }
  },
  teams,
  health: ({ late, held, whole }) => {
    const parts = [
      ...(late === 0 ? [] : [`${teams(late)} could use help`]),
      ...(held === 0 ? [] : [`in ${teams(held)} others wait for something`]),
      ...(whole ? ['something that is for all teams together could use help'] : []),
    ];
    const text = parts.length === 0 ? 'all is in time' : parts.join('; ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  },
  paused: 'It is paused: nothing opens and no mail leaves until you resume it.',
  longest: 'Waiting the longest',
  back: 'My programs',
  parts: { changes: 'Changes', newChange: 'Change something', people: 'People and absences' },
  held: {
    title: 'What is stuck, and why',
    none: 'Nothing is held up: all that is open has an owner and is in time. All is well here.',
    kinds: {
      nobody: {
        title: 'Without an owner',
        next: 'Find somebody to answer for each, and hand it over on its page. What is no longer needed can be set aside there.',
      },
      late: {
        title: 'Open past their date: these could use help',
        next: 'Ask what is in the way, and offer a hand. More time is given under “Change something”.',
      },
      gate: {
        title: 'Others wait until this is done',
        next: 'Offer help with what is missing. It closes by itself once all is done; where it cannot be, it can be set aside with the reason.',
      },
      waits: {
        title: 'Waiting for another step',
        next: 'Finishing what is named lets these go on. Offer help there first.',
      },
    },
    all: 'All teams together',
    withWhom: (names) => `with ${listed(names)}`,
    withNobody: 'with nobody',
    hands: 'With',
    look: 'Look at it',
    waitsFor: (title) => `waits for “${title}”`,
    since: (day) => `since ${day}`,
    more: (count) => `and ${count} more`,
  },
  grid: {
    title: 'Teams, month by month',
    legend: 'What the signs mean',
    team: 'Team',
    whole: 'All teams together',
    states: {
      late: 'could use help',
      waits: 'waits for something',
      open: 'under way',
      ahead: 'still ahead',
      done: 'done',
      aside: 'set aside',
      none: 'nothing planned',
    },
    standing: { paused: 'paused', withdrawn: 'takes part no more' },
    now: 'now',
    none: 'No team is like that. All is well here.',
  },
  filter: {
    title: 'Which teams',
    all: (count) => `All (${count})`,
    help: 'Only those that could use help',
    clinic: 'Clinic',
    everyClinic: 'Every clinic',
    show: 'Show',
    page: (page, pages) => `Page ${page} of ${pages}`,
    before: 'Previous',
    next: 'Next',
  },
  coming: {
    title: 'The next seven days',
    none: 'Nothing begins and nothing is due in the next seven days.',
    opens: 'Begins',
    due: 'Due',
    everybody: 'all teams together',
    teams: (names, more) =>
      more === 0
        ? listed(names)
        : `${names.join(', ')} and ${more === 1 ? '1 more team' : `${more} more teams`}`,
  },
  people: {
    title: 'People and absences',
    away: 'Away now or soon',
    nobodyAway: 'Nobody is away, as far as it was entered.',
    absence: (name, from, until, cover) =>
      `${name}: ${from} to ${until}${cover === null ? '' : `; ${cover} covers`}`,
    now: 'away now',
    who: 'Who does what',
    roles: {
      program_lead: 'Leads the program',
      org_leader: 'Leads the organization',
      clinic_leader: 'Leads the clinic',
      team_lead: 'Leads the team',
      member: 'Members',
      staff: 'Staff',
      advisor: 'Patient advisors',
      peer_provider: 'Peer providers',
    },
  },
};
