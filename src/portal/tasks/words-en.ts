import type { TaskWords } from './words.ts';

function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    ...(hours > 0 ? [hours === 1 ? '1 hour' : `${hours} hours`] : []),
    ...(rest > 0 ? [rest === 1 ? '1 minute' : `${rest} minutes`] : []),
  ];
  return parts.join(' ');
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

export const wordsEn: TaskWords = {
  labels: {
    due: 'Due',
    planned: 'Planned for',
    begins: 'When',
    takes: 'Takes about',
    where: 'Where',
    with: 'With',
    team: 'Team',
    program: 'Program',
  },
  duration,
  why: 'Why it matters',
  what: 'What to do',
  reason(reason) {
    switch (reason.kind) {
      case 'own':
        return 'This one is yours.';
      case 'invited':
        return 'You are invited. Come if it suits you.';
      case 'advisor':
        return `Your view as a patient helps ${reason.place}. Take part as far as it suits you.`;
      case 'for_all':
        return `One person does this for everyone in ${reason.place}, and it is with you.`;
      case 'in_place_of':
        return `You have this in hand in place of ${reason.name}.`;
      case 'may_do':
        return `${reason.owner} has this in hand. You may do it as well.`;
      case 'may_help':
        return `${reason.owner} has this in hand. You see it because you may be able to help.`;
      case 'leads':
        return `${reason.owner} has this in hand. You see it because you lead ${reason.place}, and you may say for them that it is done.`;
    }
  },
  others: (names) => `${listed(names)} may do it as well.`,
  past: (helper) =>
    `The day planned for this has passed. That happens: clinic days are full. If something stands in the way, ${helper ?? 'your program lead'} is glad to help.`,
  missing: 'Still to be done first:',
  closesItself: 'When that is done, this closes by itself. There is nothing to fill in.',
  form: {
    title: 'What we would like to know',
    plain: 'When it is done, one press is enough.',
    plainJoined: 'Afterwards, one press is enough.',
    optional: 'if you like',
    yes: 'Yes',
    no: 'No',
    none: 'No answer',
    from: 'From',
    to: 'To',
    rangeHint: 'A guess from lowest to highest. If you know the number, fill in one of the two.',
    bounds(min, max) {
      if (min !== null && max !== null) return `A number from ${min} to ${max}`;
      if (min !== null) return `A number, ${min} or more`;
      return max === null ? null : `A number, ${max} at most`;
    },
    evidence: 'What shows that it is done',
    evidenceHint: 'A link or a sentence, each on a line of its own. Please leave out names of patients.',
    done: 'It is done',
    joined: 'I took part',
    save: 'Keep this for later',
    draft: (when) =>
      `This is what you typed on ${when}. It is kept here for you, and nobody else has it yet.`,
  },
  problems: {
    title: 'Almost done. Please look at this again:',
    fault(fault) {
      switch (fault.kind) {
        case 'needed':
        case 'empty':
          return 'Please fill this in.';
        case 'too_long':
          return `Please keep this under ${fault.bound} characters.`;
        case 'not_text':
          return 'There is a character in it that we cannot keep. Please type it again.';
        case 'number':
          return 'Please write a number in digits, such as 12.';
        case 'yes_no':
          return 'Please choose yes or no.';
        case 'choice':
          return 'Please choose one of these.';
        case 'date':
          return 'Please give a day that is in the calendar, such as 2027-03-31.';
        case 'range':
          return 'Please write whole numbers in digits, such as 180 and 220.';
        case 'order':
          return 'The first number has to be the smaller one.';
        case 'min':
          return `Please give ${fault.bound} or more.`;
        case 'max':
          return `Please give ${fault.bound} at most.`;
        case 'whole':
          return `Please give a whole number from 0 to ${fault.bound}.`;
        case 'more_returned':
          return `More forms came back than patients were asked (${fault.bound}). Please check both numbers.`;
        case 'more_asked':
          return `More patients were asked than were seen at most (${fault.bound}). Please check both numbers.`;
        case 'link':
          return 'A link has to begin with https:// or http://.';
      }
    },
    reason: 'Please say in a few words why.',
    whom: 'Please choose a person.',
  },
  hand: {
    title: 'Hand it to somebody else',
    text: 'We write to them, and it is off your list. Best ask them first.',
    label: 'Who takes it over?',
    button: 'Hand it over',
  },
  take: {
    title: 'Take it on yourself',
    text: 'It comes onto your list, and whoever has it now hears that there is nothing more to do.',
    button: 'I take this on',
  },
  cannot: {
    aside: {
      title: 'I cannot, or would rather not',
      text: 'That is fine. A few words are enough. It is then set aside for you, and we do not ask again.',
      label: 'Why it does not fit',
      button: 'Set it aside',
    },
    aside_for_owner: (name) => ({
      title: `Set it aside for ${name}`,
      text: `It is then closed for ${name}, with your reason beside it, and we do not ask again. Best talk first.`,
      label: 'Why it is set aside',
      button: 'Set it aside',
    }),
    aside_for_all: {
      title: 'Set it aside',
      text: 'It is then closed for everybody whom it was for, with your reason beside it.',
      label: 'Why it is set aside',
      button: 'Set it aside',
    },
    gate: {
      title: 'Go on without it',
      text: 'What comes next may then begin although this is missing, with your reason beside it.',
      label: 'Why it is better to go on',
      button: 'Go on without it',
    },
    ask: (name) => ({
      title: 'I cannot do this',
      text: `Then it goes to ${name}, who hears from you why and finds a way. It is off your list.`,
      label: `A word to ${name}: why it does not work out`,
      button: `Give it to ${name}`,
    }),
  },
  story: {
    title: 'What happened so far',
    happened(happened) {
      switch (happened.kind) {
        case 'opened':
          return 'It began.';
        case 'past':
          return 'The planned day came, and it was still open.';
        case 'more_time':
          return 'It was given more time.';
        case 'brought_on':
          return 'Somebody who can help was told of it.';
        case 'reminded':
          return 'We sent a reminder.';
        case 'handed':
          return `${happened.name} handed it over.`;
        case 'nudged':
          return `${happened.name} sent a word about it.`;
      }
    },
  },
  help: (name) => `Questions? ${name} is glad to help.`,
  notice: {
    twice: 'We had this already. Nothing was sent a second time.',
    saved: 'Kept. Come back through the same link whenever you like.',
    handed: 'Handed over. We let them know.',
    taken: 'It is with you now. Thank you.',
    asked: 'It is off your list, and your words are on their way.',
    asked_only:
      'It is off your list, and they hear of it. Your words could not be passed on this time: please tell them yourself.',
  },
  ended: {
    title: { completed: 'This is done', waived: 'This was set aside', lapsed: 'This is over' },
    text({ how, you, name, when }) {
      const on = when === null ? '' : ` on ${when}`;
      if (how === 'lapsed') return `It ended by itself${on}. There is nothing left to do.`;
      const who = you ? 'You' : name;
      if (how === 'completed') return who === null ? `It was done${on}.` : `${who} said so${on}.`;
      return who === null ? `It was set aside${on}.` : `${who} set it aside${on}.`;
    },
    thanks: 'Thank you.',
    nothingToDo: 'There is nothing more for you to do.',
    reason: 'The reason',
    answers: 'What was filled in',
  },
  meanwhile: {
    text: 'Somebody was quicker: this was closed while you had the page open. What you filled in was not sent.',
    own: 'You closed this already, with other words. What you wrote now was not added to them.',
    yours: 'What you had written',
  },
  elsewhere: {
    title: 'This is in other hands now',
    unsent: 'It came into other hands while you were writing. What you sent was not needed any more.',
    text: ['There is nothing more for you to do here. Thank you for having had it in hand.'],
  },
  refused:
    'That did not work out just now, because something about this changed meanwhile. Nothing was done. Please look at it once more.',
  away: {
    title: 'We could not keep it just now',
    text: 'Something on our side is away for a moment. Nothing that you typed is lost: it is all here. Please try again in a minute.',
    again: 'Try again',
  },
  mine: {
    title: 'What is mine this month',
    lead: (count, minutes) =>
      `${count === 1 ? 'One thing' : `${count} things`} to do${minutes > 0 ? `, about ${duration(minutes)} in all` : ''}.`,
    empty: 'Nothing waits for you right now.',
    emptyMore: 'When something comes, we write to you. Have a good day.',
    now: 'To do now',
    offer: 'The planned day has passed. Is there something we can help with?',
    coming: 'Coming in the next weeks',
    comingEmpty: 'Nothing is planned for you in the next five weeks.',
    due: (day) => `Due ${day}`,
    begins: (day) => day,
    planned: (day) => `Planned for ${day}`,
    about: (time) => `about ${time}`,
    others: 'With others, and you may do it too',
    withWhom: (name) => `with ${name}`,
    done: 'Done this month',
    doneOn: (day) => `Done on ${day}`,
  },
};
