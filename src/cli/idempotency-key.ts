import { ulid } from 'ulid';
import { z } from 'zod';

/** The key of one command: given by the caller who may ask again, else a new one. */
export const idempotencyKey = z
  .string()
  .regex(/^[\w.:-]{1,64}$/, 'a key is letters, digits, dot, colon, dash or underscore, 64 at most')
  .default(() => ulid());

/** A required option: `said` tells what belongs there. */
export const required = (said: string) => z.string({ error: said }).trim().min(1, said);
