/**
 * What each kind of message is to the one who gets it. A new kind is entered here first: whether it may be declined,
 * and whether it may wait for a digest, is decided in this table and nowhere else.
 */
interface Nature {
  /** What a person declines when they decline this; null: essential, it cannot be declined. */
  readonly group: OptOutGroup | null;
  /** It may wait for the digest of a person who asked for one, or who is written to a lot. */
  readonly bundles: boolean;
}

/** What can be declined. */
export const optOutGroups = ['notices', 'stories'] as const;

export type OptOutGroup = (typeof optOutGroups)[number];

const natures: Readonly<Record<string, Nature>> = {
  // Somebody counts on the receiver. Whoever does not want these leaves the program, which a person must hear of.
  assigned: { group: null, bundles: true },
  reminder: { group: null, bundles: true },
  // These are about a moment: a meeting that begins, a day that has passed, a person who may need a call.
  invitation: { group: null, bundles: false },
  // The step is under way already.
  handover: { group: null, bundles: false },
  takeover: { group: null, bundles: false },
  // A person asks, now.
  nudge: { group: null, bundles: false },
  overdue: { group: null, bundles: false },
  checkin: { group: null, bundles: false },
  escalation: { group: null, bundles: false },
  // Good to know; nothing goes wrong without.
  notice: { group: 'notices', bundles: true },
  story: { group: 'stories', bundles: true },
};

/** `reminder` of `reminder.2`: the number makes no difference. */
export const baseKind = (kind: string): string => kind.split('.')[0] ?? kind;

/** What a person would decline with this kind of message; null where it is essential, as every unknown kind is. */
export const optOutGroupOf = (kind: string): OptOutGroup | null => natures[baseKind(kind)]?.group ?? null;

/** Whether a message of this kind may wait for others and go with them. */
export const mayBeBundled = (kind: string): boolean => natures[baseKind(kind)]?.bundles ?? false;

/** The kinds that may be bundled, without their numbers. */
export const bundledKinds: readonly string[] = Object.keys(natures).filter(mayBeBundled);

/** What can be declined, by kind without its number. */
export const optOutKinds: Readonly<Record<string, OptOutGroup>> = Object.fromEntries(
  Object.entries(natures).flatMap(([kind, { group }]) => (group === null ? [] : [[kind, group]])),
);
