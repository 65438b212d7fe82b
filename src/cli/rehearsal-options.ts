import { z } from 'zod';

/** Who answers in a rehearsal. */
export const peopleOption = z
  .enum(['cooperative', 'mixed', 'absent'], 'choose cooperative, mixed or absent')
  .default('mixed');

export const seedOption = z.coerce
  .number('a whole number')
  .int('a whole number')
  .min(0, '0 or more')
  .default(7);

/** Program days in a real second; null for as fast as it goes. */
export const paceOption = z.coerce
  .number('a number of program days in a second, such as 2')
  .positive('more than 0')
  .nullable()
  .default(null);

/** As {@link paceOption}, for somebody who watches: two years and a month go by in under seven minutes. */
export const upPaceOption = z.coerce
  .number('a number of program days in a second, such as 2')
  .positive('more than 0')
  .default(2);
