/** One month’s counts of a team. `seen` is an estimate, and so a range. */
export interface MonthCounts {
  readonly asked: number;
  readonly returned: number;
  readonly seen: { readonly low: number; readonly high: number } | null;
}

export interface Participation {
  /** Forms returned for each patient asked, 0 to 1; null where nobody was asked. */
  readonly ofAsked: number | null;
  /**
   * Forms returned for each patient seen, 0 to 1: from the largest estimate to the smallest. It is the range of a guess,
   * no interval of confidence. Null where nothing was estimated.
   */
  readonly ofSeen: { readonly low: number; readonly high: number } | null;
}

/** How many took part. An estimate below what was returned is too low; at most everybody took part. */
export function participation({ asked, returned, seen }: MonthCounts): Participation {
  return {
    ofAsked: asked === 0 ? null : returned / asked,
    ofSeen:
      seen === null || seen.high === 0
        ? null
        : { low: share(returned, seen.high), high: share(returned, seen.low) },
  };
}

const share = (part: number, whole: number): number => (whole <= part ? 1 : part / whole);
