import type { MiddlewareHandler } from 'hono';
import { clientAddress } from './client-address.ts';
import { answerError } from './errors.tsx';
import type { PortalEnv } from './types.ts';

export interface RateLimit {
  /** How many at once, after a rest. */
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** So much memory and no more: beyond, the one that has been silent longest is forgotten, and begins anew. */
const KEPT = 10_000;

/**
 * A token bucket for each key. `take` says how many ms to wait for the next token; 0 took one. `wait` says the same and
 * takes none.
 */
export function createBuckets({ burst, perSecond }: RateLimit, kept = KEPT) {
  const buckets = new Map<string, Bucket>();
  const tokensOf = (key: string, now: number): number => {
    const before = buckets.get(key) ?? { tokens: burst, at: now };
    return Math.min(burst, before.tokens + (Math.max(0, now - before.at) / 1_000) * perSecond);
  };
  const waitFor = (tokens: number): number =>
    tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000);
  return {
    wait: (key: string, now: number): number => waitFor(tokensOf(key, now)),
    take(key: string, now: number): number {
      const tokens = tokensOf(key, now);
      const taken = tokens >= 1;
      // A map goes through its keys from the one that was set first.
      buckets.delete(key);
      buckets.set(key, { tokens: taken ? tokens - 1 : tokens, at: now });
      const [oldest] = buckets.keys();
      if (buckets.size > kept && oldest !== undefined) buckets.delete(oldest);
      return waitFor(tokens);
    },
    get size() {
      return buckets.size;
    },
  };
}

/** Answers 429 to an address that asks more than that, with how long to wait. In this process only. */
export function rateLimit(
  limit: RateLimit,
  { proxies, now }: { readonly proxies: number; readonly now: () => number },
): MiddlewareHandler<PortalEnv> {
  const buckets = createBuckets(limit);
  return async (c, next) => {
    const waitMs = buckets.take(clientAddress(c, proxies), now());
    if (waitMs === 0) return next();
    c.header('Retry-After', String(Math.ceil(waitMs / 1_000)));
    return answerError(c, 'too_many');
  };
}
