/**
 * Many teams share an instant (09:00 on the first business day). Their workflows wake for it spread over a short
 * window, by a hash of the team, so that the herd does not reach the server at once. Messages are not affected:
 * they stand in the outbox with their own times.
 */

/** FNV-1a, 32 bits: small, stable on every platform, good enough to spread by. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * When to wake for a moment, in ms. What must be in the outbox before its time (`early`: an opening, a start)
 * is woken for inside the window that ends at the moment; everything else inside the one that begins there.
 * A window of 0 wakes exactly then.
 */
export function wakeAt(at: number, early: boolean, team: string, windowMs: number): number {
  if (windowMs === 0) return at;
  const offset = hash32(team) % windowMs;
  return early ? at - windowMs + offset : at + offset;
}
