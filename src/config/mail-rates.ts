/** How much one receiving domain is sent: `perSecond` in the long run, at most `burst` at once after a rest. */
export interface MailRate {
  readonly perSecond: number;
  readonly burst: number;
}

/** The limits of receiving domains. Null is no limit. */
export interface MailRates {
  readonly default: MailRate | null;
  readonly domains: Readonly<Record<string, MailRate | null>>;
}

export const NO_LIMITS: MailRates = { default: null, domains: {} };

const seconds = { s: 1, m: 60, h: 3600 } as const;
const FORM = /^([^=\s]+)=(?:(off)|(\d{1,6})\/([smh])(?:\+(\d{1,6}))?)$/;

/**
 * `*=50/s+500 gmail.com=300/m clinic.example=off`: the default and each exception, separated by blanks or commas.
 * Without `+BURST`, as much at once as comes in a second, at least one. Null where the text cannot be read.
 */
export function parseMailRates(text: string): MailRates | null {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const domains: Record<string, MailRate | null> = {};
  for (const part of parts) {
    const match = FORM.exec(part);
    if (match === null) return null;
    const [, domain = '', off, count, unit, burst] = match;
    const perSecond = Number(count) / seconds[unit as keyof typeof seconds];
    if (off === undefined && !(perSecond > 0)) return null;
    domains[domain.toLowerCase()] =
      off === undefined ? { perSecond, burst: Math.max(1, Number(burst ?? Math.ceil(perSecond))) } : null;
  }
  const { '*': fallback = null, ...others } = domains;
  return { default: fallback, domains: others };
}
