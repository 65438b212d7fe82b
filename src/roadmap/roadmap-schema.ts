import { z } from 'zod';
import { roles } from '../domain/roles.ts';

const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,47}$/,
    'an id is lower-case letters, digits and dashes, starting with a letter (48 at most)',
  );

const text = z.strictObject({ en: z.string().min(1), es: z.string().min(1) });

const month = z.string().regex(/^M\d{1,3}$/, 'a month is M and a number: M0 is the month of the launch');

const monthRange = z
  .string()
  .regex(/^M\d{1,3}-M\d{1,3}$/, 'a period is two months with a dash: M3-M7')
  .describe('From the first day of one month through the last day of another, as in M3-M7');

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is 24-hour HH:MM');

/** `P3D`, `P2W`, `P1M`, `PT2H`, `PT2M`, or business days as in `3bd`. */
export const offset = z
  .string()
  .regex(/^(P\d+[DWM]|PT\d+[HM]|\d+bd)$/, 'an offset is P3D, P2W, P1M, PT2H, PT2M or 3bd (business days)');

const weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);

/** Which month a calendar rule counts in: an absolute one, or the occurrence's own (of a quarter: its last) plus `later` months. */
const inMonth = { month: month.optional(), later: z.int().min(0).max(12).optional(), time: time.optional() };

const dayRule = z.strictObject({ day: z.int().min(1).max(31), ...inMonth });
const businessDayRule = z.strictObject({
  businessDay: z.union([z.int().min(1).max(23), z.literal('last')]),
  ...inMonth,
});
const weekdayRule = z.strictObject({
  weekday,
  nth: z.union([z.int().min(1).max(5), z.literal('last')]),
  ...inMonth,
});
const afterRule = z.strictObject({ after: id, by: offset, time: time.optional() });
const beforeRule = z.strictObject({ before: id, by: offset, time: time.optional() });
const afterLaunchRule = z.strictObject({ afterLaunch: offset, time: time.optional() });

/** A rule that the calendar alone can answer. */
const fixedRule = z.union([dayRule, businessDayRule, weekdayRule, afterRule, beforeRule, afterLaunchRule]);

const eventRule = z.strictObject({
  onEvent: id.describe('Another step of this roadmap emits this event when it is completed'),
  by: offset.describe('Due this long after the event'),
  latest: fixedRule.describe('Due then at the latest, whether or not the event came'),
  otherwise: z
    .enum(['open', 'skip'])
    .describe(
      'What happens when the event never came: open all the same, or skip (consent that nobody gave)',
    ),
});

export const dueRule = z.union([...fixedRule.options, eventRule]);

/** When a task opens: a rule of its own, or a lead time before it is due. */
export const opensRule = z.union([...fixedRule.options, z.strictObject({ lead: offset })]);

const field = z.strictObject({
  id,
  label: text,
  type: z.enum(['text', 'number', 'yes_no', 'choice', 'date', 'range']),
  required: z.boolean().default(true),
  options: z.array(z.strictObject({ id, label: text })).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});

const completion = z.strictObject({
  fields: z.array(field).default([]),
  evidence: z.enum(['none', 'optional', 'required']).default('none'),
});

const event = z.strictObject({
  minutes: z.int().min(10).max(480),
  where: text.describe('Where it is held, or how one joins'),
});

/** `standard`: team lead after 3 business days, clinic leader after 8, at last the program lead. */
const escalation = z.union([z.enum(['standard', 'none']), z.strictObject({ first: offset, second: offset })]);

const step = z.strictObject({
  id,
  stage: id,
  track: id,
  kind: z.enum(['task', 'training', 'event', 'meeting', 'milestone', 'counts', 'automatic', 'gate']),
  title: text,
  purpose: text.describe('Why this is worth doing, in a sentence or two'),
  instructions: text.describe('What to do, in plain words'),
  audience: z.array(z.enum(roles)).min(1),
  assign: z
    .enum(['each', 'one'])
    .describe('each: everyone has a task of their own; one: one person answers for all'),
  minutes: z.int().min(0).max(960).describe('How long it takes one person'),
  repeats: z.enum(['once', 'monthly', 'quarterly']).default('once').describe('Inside a stage that runs once'),
  months: monthRange.optional().describe('The months of a repeating step; its stage’s by default'),
  opens: opensRule.optional(),
  due: dueRule,
  reminders: z.array(offset).default([]).describe('How long before it is due'),
  escalation: escalation.default('standard'),
  emits: id.optional().describe('The event that completing this step gives off'),
  needs: z
    .array(id)
    .min(1)
    .optional()
    .describe('For a gate: the steps that must be done; it is due when they should be at the latest'),
  waivedNeeds: z
    .enum(['unmet', 'met'])
    .optional()
    .describe('For a gate: whether a step that was waived counts as done; it does not by default'),
  completion: completion.default({ fields: [], evidence: 'none' }),
  event: event.optional(),
  sources: z.array(z.string()).default([]).describe('Requirement ids that this step answers'),
});

const stage = z.strictObject({
  id,
  title: text,
  workflow: z.enum([
    'orientation',
    'journeyMapping',
    'practiceChange',
    'training',
    'advisoryCouncil',
    'surveyCycle',
    'quarterlyReview',
    'learningSession',
    'leadership',
    'implementation',
  ]),
  scope: z.enum(['team', 'program']),
  repeats: z.enum(['once', 'monthly', 'quarterly']),
  months: monthRange,
  rests: z.boolean().default(false).describe('Months at rest start no occurrence of this stage'),
  tail: z
    .int()
    .min(0)
    .max(3)
    .default(0)
    .describe('How many months after its own an occurrence may still be worked on; open tasks lapse then'),
});

export const roadmapSchema = z.strictObject({
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version is three numbers: 1.0.0'),
  title: text,
  summary: text,
  source: z.string().describe('Where the roadmap comes from'),
  translations: z
    .strictObject({ es: z.strictObject({ reviewedBy: z.string().nullable() }) })
    .describe('Who reviewed each translation; null says that nobody has'),
  months: z.int().min(1).max(60).describe('How many months in all; M0 is the first'),
  tracks: z
    .array(
      z.strictObject({
        id,
        title: text,
        periods: z
          .array(z.strictObject({ months: monthRange, extension: z.boolean().default(false) }))
          .min(1),
      }),
    )
    .min(1),
  stages: z.array(stage).min(1),
  steps: z.array(step).min(1),
});

export type Roadmap = z.output<typeof roadmapSchema>;
export type Track = Roadmap['tracks'][number];
export type Stage = Roadmap['stages'][number];
export type Step = Roadmap['steps'][number];
export type Field = Step['completion']['fields'][number];
export type FixedRule = z.output<typeof fixedRule>;
export type EventRule = z.output<typeof eventRule>;
export type DueRule = z.output<typeof dueRule>;
export type OpensRule = z.output<typeof opensRule>;
export type Offset = z.output<typeof offset>;
