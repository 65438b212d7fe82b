import { z } from 'zod';

const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,47}$/,
    'an id is lower-case letters, digits and dashes, starting with a letter (48 at most)',
  );

const words = (most: number) => z.string().min(1).max(most);
const text = (most: number) => z.strictObject({ en: words(most), es: words(most) });

const question = {
  id,
  text: text(240).describe('The question, as patients read it'),
  hint: text(240).optional().describe('A line below it'),
};

const rated = {
  ...question,
  required: z
    .boolean()
    .default(false)
    .describe('A form without it is not taken; by default any may be skipped'),
};

/** Never, not often, sometimes, often, always: so many, counted from 1. */
const FREQUENCIES = 5;
const OFTEN = 4;

const frequency = z.strictObject({
  ...rated,
  type: z.literal('frequency').describe('Never, not often, sometimes, often, always: kept as 1 to 5'),
  good: z.int().min(2).max(FREQUENCIES).default(OFTEN).describe('Counts as good from here up'),
});

const scale = z.strictObject({
  ...rated,
  type: z.literal('scale').describe('0 to 10'),
  low: text(60).describe('What 0 means'),
  high: text(60).describe('What 10 means'),
  good: z.int().min(1).max(10).default(9).describe('Counts as good from here up'),
});

const yesNo = z.strictObject({
  ...rated,
  type: z.literal('yes-no').describe('Kept as 1 and 0'),
  good: z.literal(1).default(1),
});

const freeText = z.strictObject({
  ...question,
  type: z
    .literal('text')
    .describe('Free text, always optional; shown only where a program names a reader (`survey.comments`)'),
});

export const instrumentSchema = z.strictObject({
  id,
  version: z
    .int()
    .min(1)
    .describe('Raise it with every change of wording: answers to other words are not compared'),
  title: text(120),
  translations: z.strictObject({
    es: z.strictObject({
      reviewedBy: z.string().min(1).nullable().describe('Who read the Spanish; null says that nobody has'),
    }),
  }),
  source: z.string().min(1).describe('Whose words these are, and under what terms'),
  items: z
    .array(z.discriminatedUnion('type', [frequency, scale, yesNo, freeText]))
    .min(1)
    .max(20),
});

/** What patients are asked, in every language at once. */
export type Instrument = z.output<typeof instrumentSchema>;
export type Item = Instrument['items'][number];
export type RatedItem = Exclude<Item, { type: 'text' }>;

/** An item whose answer is a number. */
export const isRated = (item: Item): item is RatedItem => item.type !== 'text';

/** The numbers that may answer an item, from the least. */
export function valuesOf({ type }: RatedItem): readonly number[] {
  switch (type) {
    case 'frequency':
      return Array.from({ length: FREQUENCIES }, (_, i) => i + 1);
    case 'scale':
      return Array.from({ length: 11 }, (_, i) => i);
    case 'yes-no':
      return [0, 1];
  }
}
