import { hashOf, newSecret } from './secrets.ts';

/** Keeps the hash of one secret for each person of a program. */
export interface FeedStore {
  /** `nobody`: the program has no such person. `taken`: there is one already, and nothing was written. */
  add(program: string, person: string, hash: string): Promise<'added' | 'taken' | 'nobody'>;
  /** Writes it in the place of the one that is there. */
  replace(program: string, person: string, hash: string): Promise<'added' | 'replaced' | 'nobody'>;
  remove(program: string, person: string): Promise<'removed' | 'none' | 'nobody'>;
}

/** The secret addresses of people's calendars. A secret is told once, when it is made: only its hash is kept. */
export interface Feeds {
  make(program: string, person: string): Promise<{ secret: string } | 'taken' | 'nobody'>;
  /** Makes a new one; the one before stops working. */
  renew(program: string, person: string): Promise<{ secret: string; replaced: boolean } | 'nobody'>;
  revoke(program: string, person: string): Promise<'removed' | 'none' | 'nobody'>;
}

export const createFeeds = (store: FeedStore): Feeds => ({
  async make(program, person) {
    const secret = newSecret();
    const result = await store.add(program, person, hashOf(secret));
    return result === 'added' ? { secret } : result;
  },

  async renew(program, person) {
    const secret = newSecret();
    const result = await store.replace(program, person, hashOf(secret));
    return result === 'nobody' ? result : { secret, replaced: result === 'replaced' };
  },

  revoke: (program, person) => store.remove(program, person),
});
