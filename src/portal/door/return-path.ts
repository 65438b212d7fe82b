const LONGEST = 500;

/**
 * A path of our own to which somebody may be sent; null for anything that a browser could take for another place.
 * `//other.example`, `/\other.example` and what has control characters in it are not ours.
 */
export function returnPath(given: unknown): string | null {
  if (typeof given !== 'string' || given.length > LONGEST) return null;
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(given)) return null;
  const here = 'http://here.invalid';
  if (!URL.canParse(given, here)) return null;
  const { origin, pathname, search } = new URL(given, here);
  // Dots are worked out first: what was hidden behind them must not come out as another place.
  return origin === here && !pathname.startsWith('//') ? pathname + search : null;
}
