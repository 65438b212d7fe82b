import { z } from 'zod';
import { instrumentSchema } from './instrument-schema.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]{0,47}$/, 'a person is named by their id');

const words = (most: number) => z.string().min(1).max(most);

const comments = z.strictObject({
  reader: id.describe('Who reads each comment first: a person of the program who is in none of its teams'),
  protocol: words(200)
    .min(10)
    .describe(
      'The written safety protocol by which they read, within one business day: its name and where it is kept',
    ),
  urgent: z
    .array(
      z.strictObject({
        label: z.strictObject({ en: words(80), es: words(80) }),
        phone: z.string().regex(/^\+?[0-9][0-9 ().-]{1,24}$/, 'a phone number, as one dials it'),
      }),
    )
    .min(1)
    .describe('Whom a patient can call at once; shown beside the place to write in'),
});

/** What a program asks its patients. */
export const surveySetting = z.strictObject({
  instrument: z
    .union([z.string(), instrumentSchema], 'the id of a built-in instrument, or the path of a file')
    .default('monthly-pulse')
    .describe('A built-in instrument’s id, or the path of an instrument file'),
  comments: comments
    .optional()
    .describe('Free text. Left out, patients are not asked to write anything: nobody is there to read it'),
});

export type SurveySetting = z.output<typeof surveySetting>;
export type CommentsSetting = NonNullable<SurveySetting['comments']>;
