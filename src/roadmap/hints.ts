import type { Hints } from './zod-findings.ts';

const ruleForms = [
  '{ day: 15, month: M3 }',
  '{ businessDay: 1 } or { businessDay: last }',
  '{ weekday: tuesday, nth: 2 }',
  '{ after: step-id, by: P3D }',
  '{ before: step-id, by: 3bd }',
  '{ afterLaunch: P14D }',
].join('; ');

const offsetFix = 'Write P3D (days), P2W (weeks), P1M (months), PT2H, PT2M or 3bd (business days).';

export const roadmapHints: Hints = [
  {
    at: 'due.latest',
    problem: 'a step that waits for an event needs a latest date',
    fix: `Write one of: ${ruleForms}.`,
  },
  {
    at: 'due.otherwise',
    problem: 'a step that waits for an event must say what happens when it never comes',
    fix: 'Write otherwise: open, or otherwise: skip.',
  },
  {
    at: 'due',
    problem: 'this is no timing rule',
    fix: `Write one of: ${ruleForms}; { onEvent: name, by: 3bd, latest: …, otherwise: open }.`,
  },
  { at: 'opens', problem: 'this is no timing rule', fix: `Write one of: { lead: P14D }; ${ruleForms}.` },
  { at: 'reminders', problem: 'a reminder says how long before the due date it is sent', fix: offsetFix },
  { at: 'by', problem: 'this is no length of time', fix: offsetFix },
  { at: 'lead', problem: 'this is no length of time', fix: offsetFix },
  { at: 'afterLaunch', problem: 'this is no length of time', fix: offsetFix },
  { at: 'audience', problem: 'there is no such role' },
  { at: 'en', problem: 'the English text is missing', fix: 'Write it in plain words.' },
  {
    at: 'es',
    problem: 'the Spanish text is missing',
    fix: 'Write it; every text is in English and Spanish.',
  },
];

export const programHints: Hints = [
  { at: 'teams.lead', problem: 'this team has no lead', fix: 'Add lead, with the id of one of the people.' },
  {
    at: 'teams.advisors.liaison',
    problem: 'this advisor has no liaison',
    fix: 'Add liaison, with the id of someone of the team who keeps in touch.',
  },
  {
    at: 'teams.advisors',
    problem: 'an advisor is written with their liaison',
    fix: 'Write { person: advisor-id, liaison: team-member-id }.',
  },
  { at: 'lead', problem: 'this program has no lead', fix: 'Add lead, with the id of one of the people.' },
  { at: 'launch', problem: 'this is no date of the calendar', fix: 'Write a real day as YYYY-MM-DD.' },
  { at: 'holidays.date', problem: 'this is no date of the calendar', fix: 'Write a real day as YYYY-MM-DD.' },
  { at: 'daysOff', problem: 'this is no date of the calendar', fix: 'Write a real day as YYYY-MM-DD.' },
  { at: 'workdays', problem: 'this is no date of the calendar', fix: 'Write a real day as YYYY-MM-DD.' },
  { at: 'email', problem: 'this is no email address', fix: 'Write it as name@example.org.' },
  { at: 'rest', problem: 'this is no month or period', fix: 'Write M8 or M8-M11.' },
  { at: 'equityAim', problem: 'the equity aim is missing', fix: 'Say whose experience improves first.' },
];

export const instrumentHints: Hints = [
  {
    at: 'items.type',
    problem: 'there is no such type of item',
    fix: 'Use frequency, scale, yes-no or text.',
  },
  { at: 'en', problem: 'the English text is missing', fix: 'Write it in plain words.' },
  {
    at: 'es',
    problem: 'the Spanish text is missing',
    fix: 'Write it; every text is in English and Spanish.',
  },
];
