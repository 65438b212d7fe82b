import { z } from 'zod';
import { languages } from '../domain/language.ts';
import { surveySetting } from '../survey/survey-setting.ts';

const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,47}$/,
    'an id is lower-case letters, digits and dashes, starting with a letter (48 at most)',
  );
const date = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is 24-hour HH:MM');
const weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);
const monthRange = z.string().regex(/^M\d{1,3}(-M\d{1,3})?$/, 'months at rest are M8 or M8-M11');
const name = z.string().min(1).max(120);

const calendar = z.strictObject({
  id,
  extends: z.enum(['us-federal']).optional().describe('A built-in set of holidays to start from'),
  businessDays: z.array(weekday).min(1).default(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
  holidays: z.array(z.strictObject({ date, name })).default([]),
  workdays: z.array(date).default([]).describe('Days that are worked although they are a holiday of the set'),
});

/** Without name and password, which would end in logs of others; without TLS on the same machine only. */
export const webhook = z
  .url()
  .regex(
    /^(https:\/\/[^\s/?#@]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)([/?#]\S*)?$/i,
    'a webhook is a whole https:// URL, without a name or password in it',
  );

const person = z.strictObject({
  id,
  name,
  email: z.email(),
  language: z.enum(languages).optional(),
  zone: z.string().optional().describe('IANA zone; the team’s (or program’s) by default'),
  quiet: z
    .strictObject({ from: time, to: time })
    .optional()
    .describe('No message arrives in these local hours'),
  daysOff: z.array(date).default([]).describe('Personal holidays'),
  delivery: z
    .enum(['immediate', 'daily', 'weekly'])
    .optional()
    .describe(
      'One message for each thing (immediate, the default), or a digest at 08:00, each day or each Monday',
    ),
  channel: z
    .enum(['email', 'webhook'])
    .optional()
    .describe('Where messages go: by mail (the default), or into a chat'),
  webhook: webhook.optional().describe('Where that chat takes {"text": "..."} by POST'),
});

const organization = z.strictObject({ id, name, leaders: z.array(id).min(1) });

const clinic = z.strictObject({
  id,
  organization: id,
  name,
  zone: z.string().optional(),
  calendar: id.optional(),
  leaders: z.array(id).min(1),
});

const team = z.strictObject({
  id,
  clinic: id,
  name,
  zone: z.string().optional(),
  calendar: id.optional(),
  lead: id,
  members: z.array(id).default([]),
  staff: z.array(id).default([]),
  advisors: z.array(z.strictObject({ person: id, liaison: id })).default([]),
  peerProviders: z.array(id).default([]),
  expectedAnswers: z
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .describe(
      'How many patients will answer in a month, as the team guesses: says how often there will be figures',
    ),
});

export const programSchema = z.strictObject({
  id,
  title: name,
  roadmap: z.string().describe('A built-in roadmap’s id, or the path of a roadmap file'),
  launch: date.describe('The launch date, in the program’s zone'),
  zone: z.string().describe('IANA zone of program-wide steps'),
  calendar: id,
  language: z.enum(languages).default('en'),
  quiet: z
    .strictObject({ from: time, to: time })
    .default({ from: '19:00', to: '07:00' })
    .describe('Local hours in which nobody is written to; from and to the same: none'),
  equityAim: z.string().min(1).describe('Whose experience this program sets out to improve first'),
  rest: z.array(monthRange).default([]).describe('Months that ask no patient'),
  survey: surveySetting
    .optional()
    .describe('What patients are asked each month; by default the built-in pulse, without free text'),
  lead: id.describe('The program lead, a person'),
  calendars: z.array(calendar).min(1),
  organizations: z.array(organization).min(1),
  clinics: z.array(clinic).min(1),
  teams: z.array(team).min(1),
  people: z.array(person).min(1),
});

/** People alone, as a program file lists them: who joins a program that runs. */
export const peopleSchema = z.strictObject({ people: z.array(person).min(1) });

/** Teams that join a program which runs, with the places and people that they bring, each as a program file lists them. */
export const enrolmentSchema = z.strictObject({
  organizations: z.array(organization).default([]),
  clinics: z.array(clinic).default([]),
  teams: z.array(team).min(1),
  people: z.array(person).default([]),
});
export type Enrolment = z.output<typeof enrolmentSchema>;

/** A program as its file says it. References are checked by the loader. */
export type Program = z.output<typeof programSchema>;
export type Person = Program['people'][number];
export type Team = Program['teams'][number];
export type Clinic = Program['clinics'][number];
export type Organization = Program['organizations'][number];
export type CalendarDefinition = Program['calendars'][number];
export type Weekday = z.output<typeof weekday>;
