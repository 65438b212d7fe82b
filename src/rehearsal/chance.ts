import { createHash } from 'node:crypto';

/**
 * Every simulated choice is a hash of its own name, never the next number of a shared stream: what one person does
 * cannot change what another does, whatever order they are asked in.
 */
const digest = (parts: readonly (string | number)[]): Buffer =>
  createHash('sha256').update(JSON.stringify(parts)).digest();

/** A number in [0, 1) that belongs to `parts` alone. */
export const chance = (...parts: readonly (string | number)[]): number =>
  digest(parts).readUIntBE(0, 6) / 2 ** 48;

/** The idempotency key of a simulated command: the same person's same act has the same id in every run. */
export const commandId = (...parts: readonly (string | number)[]): string =>
  `rehearsed-${digest(parts).toString('hex').slice(0, 32)}`;
