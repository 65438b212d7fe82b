import { createHash } from 'node:crypto';

/** SHA-256 in hex: the same request gives the same hash, whatever the order of its keys. */
export const requestHash = (request: object): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(request)))
    .digest('hex');

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  );
}
