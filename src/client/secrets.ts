import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody can guess, as it stands in an address: 256 random bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * What is kept of a secret, and what it is looked up by. An index answers in a time that says nothing about a
 * secret: who guesses cannot steer the hash.
 */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
