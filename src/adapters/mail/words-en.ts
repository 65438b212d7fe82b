import type { MailContent } from './content.ts';
import type { Words } from './words.ts';
import { gateWords } from './words-gate.ts';

const gate = gateWords.en;

export const wordsEn: Words = {
  subject(content, title) {
    const day = content.due?.day;
    const held = content.missing === null || isBetweenPeople(content) ? null : gate.subject(content, title);
    if (held !== null) return held;
    switch (content.kind) {
      case 'assigned':
        return content.volunteer ? `Would you like to take part? ${title}` : `For you: ${title}`;
      case 'handover':
        return `In your hands: ${title}`;
      case 'takeover':
        return `Nothing more to do: ${title}`;
      case 'nudge':
        return `A word from ${content.note?.from ?? 'your team'}: ${title}`;
      case 'invitation':
        return day === undefined ? `Invitation: ${title}` : `Invitation for ${day}: ${content.title}`;
      case 'notice':
        return title;
      case 'reminder':
        if (day === undefined) return `Reminder: ${title}`;
        return content.where === null ? `Due ${day}: ${title}` : `Coming up ${day}: ${content.title}`;
      case 'overdue':
        return `Still open, can we help? ${title}`;
      case 'checkin':
        return 'Could you check in with your patient advisor?';
      case 'escalation':
        return `Could you help? ${title}`;
    }
  },
  heading({ kind, title, about }) {
    if (kind === 'checkin') return `Could you check in with ${about}?`;
    return kind === 'escalation' ? `Could you help with “${title}”?` : title;
  },
  hello: (name) => `Hello ${name},`,
  opening,
  labels: {
    due: 'Due',
    planned: 'Planned for',
    begins: 'When',
    takes: 'Takes about',
    where: 'Where',
    team: 'Team',
    period: 'Period',
    months: 'Months that are in',
  },
  monthsFound: ({ found, asked, missing }) =>
    missing.length === 0
      ? `${found} of ${asked}`
      : `${found} of ${asked}; still to come: ${missing.join(', ')}`,
  duration(minutes) {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    const parts = [
      ...(hours > 0 ? [hours === 1 ? '1 hour' : `${hours} hours`] : []),
      ...(rest > 0 ? [rest === 1 ? '1 minute' : `${rest} minutes`] : []),
    ];
    return parts.join(' ');
  },
  why: 'Why it matters',
  what({ kind }) {
    if (kind === 'notice') return 'What is new';
    return kind === 'checkin' || kind === 'escalation' ? 'What the step asks for' : 'What to do';
  },
  asks: 'You will be asked for',
  answer: ({ kind, where }) =>
    kind === 'checkin'
      ? 'If it is done already, you can say so for them:'
      : where === null
        ? 'When it is done, say so with'
        : 'Afterwards, say that you took part with',
  setAside: 'If it does not fit, set it aside and say why:',
  link: {
    lead({ kind, commands, missing, where }) {
      if (kind === 'escalation' && commands !== null)
        return 'See how it stands, and what you can do about it:';
      if (kind === 'checkin' && commands !== null)
        return 'See how it stands, or say for them that it is done:';
      if (kind === 'escalation' || kind === 'checkin') return 'See how it stands:';
      if (commands === null) return 'Open it here:';
      if (missing !== null) return 'See what is missing, or go on without it:';
      if (where !== null)
        return 'Open it here, and say afterwards that you took part, or now that it does not suit you:';
      return 'Open it here to fill it in and say that it is done, or that it does not work out:';
    },
    label: 'Open this step',
    own: 'The link is yours alone: it opens this step without a password for as long as the step is open. Please do not pass it on.',
  },
  missing: gate.missing,
  goOn: gate.goOn,
  help,
  closing: ({ kind }) =>
    kind === 'checkin' || kind === 'escalation' ? 'Thank you for looking after each other.' : 'Thank you.',
  footer: (program) =>
    `You receive this because you take part in “${program}”. It was sent automatically; all times are on your local clock.`,
};

function opening(content: MailContent): string {
  const due = content.due?.full ?? '';
  const team = content.team ?? `“${content.program}”`;
  const about = content.about ?? '';
  const held =
    content.missing === null || isBetweenPeople(content)
      ? null
      : gate.opening(content, ledBy(content) ?? team);
  if (held !== null) return held;
  switch (content.kind) {
    case 'assigned':
      if (content.about !== null) return inHand(content, content.about);
      return content.volunteer
        ? `your view as a patient would help ${team} with this. Take part as far as it suits you.`
        : `here is a step of “${content.program}” that is yours.`;
    case 'handover':
      return content.about === null
        ? `this step of “${content.program}” is in your hands from now on.`
        : inHand(content, content.about);
    case 'takeover':
      return `${about === '' ? 'somebody else' : about} takes this over. There is nothing more for you to do. Thank you for having had it in hand.`;
    case 'nudge':
      return nudge(content);
    case 'invitation':
      return content.volunteer
        ? `you are warmly invited, and your view as a patient is welcome. Come if it suits you. The event is attached for your calendar.`
        : `you are invited. The event is attached for your calendar.`;
    case 'notice':
      return `a short note from “${content.program}”.`;
    case 'reminder':
      if (content.where !== null) return `this is coming up: ${due}.`;
      return content.volunteer
        ? `this is due ${due}. If you would rather leave it out this time, that is fine.`
        : `this is due ${due}. If it is done already, thank you: just say so below.`;
    case 'overdue':
      return `the day planned for this has passed, and it is still open. That happens: clinic days are full.`;
    case 'checkin':
      return `${about} gives their time to ${team} as a patient advisor. We wrote to them about “${content.title}” and have not heard back. Would you give them a call in the next days, to hear how they are and whether this suits them?`;
    case 'escalation':
      return `“${content.title}” is still open, and ${about} has it in hand. You are told because you lead ${ledBy(content) ?? team} and may be able to clear the way. Nobody has done anything wrong.`;
  }
}

/** Words that somebody asked for: they say the same of a gate as of any step. */
const isBetweenPeople = ({ kind }: MailContent): boolean => kind === 'nudge' || kind === 'takeover';

function nudge({ note, team, program }: MailContent): string {
  const from = note?.from ?? team ?? `“${program}”`;
  const said = note?.text === undefined || note.text === null ? '' : ` ${from} writes: “${note.text}”`;
  return `${from} asked us to bring this to mind. If it is done already, thank you: just say so below.${said}`;
}

const inHand = ({ program }: MailContent, forWhom: string): string =>
  `you have this step of “${program}” in hand, in place of ${forWhom}.`;

const ledBy = ({ leads }: MailContent): string | null =>
  leads?.what === 'program' ? `the program “${leads.name}”` : (leads?.name ?? null);

function help({ kind, helper, missing }: MailContent): ReturnType<Words['help']> {
  // A gate brings an offer of help from the first.
  switch (missing !== null && kind !== 'escalation' ? 'overdue' : kind) {
    case 'overdue':
      return {
        lead: `If something stands in the way, ${helper ?? 'your program lead'} is glad to help. A short word is enough, for example about:`,
        ideas: [
          'finding time for it, or another day',
          'somebody who takes over a part',
          'anything that is unclear',
        ],
      };
    case 'escalation':
      return {
        lead: 'What often helps:',
        ideas: [
          'ask what stands in the way',
          'free an hour, or find somebody who takes over a part',
          'agree on a day that works',
        ],
      };
    case 'checkin':
      return {
        lead: 'Good questions for the call:',
        ideas: [
          'Do the day, the place and the material suit you?',
          'What could we make easier: a ride, child care, talking instead of a form?',
          'Would you rather leave it out this time? That is fine.',
        ],
      };
    case 'assigned':
    case 'handover':
    case 'invitation':
    case 'reminder':
    case 'nudge':
      return helper === null
        ? null
        : { lead: `Questions? Reply to this mail; ${helper} will read it.`, ideas: [] };
    case 'notice':
    case 'takeover':
      return null;
  }
}
