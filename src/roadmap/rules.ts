import type { DueRule, FixedRule, OpensRule, Roadmap, Stage, Step } from './roadmap-schema.ts';

export type Rhythm = Stage['repeats'];

/** Days that an offset spans at least and at most: business days stretch over weekends and holidays. */
export interface Span {
  readonly least: number;
  readonly most: number;
}

const fixedDays = { D: 1, W: 7 } as const;
const holidaysAtMost = 5;

/** A business-day count in calendar days: at best none is passed over, at worst weekends and a run of holidays. */
const businessDays = (n: number): Span => ({
  least: n,
  most: n === 0 ? 0 : n + 2 * Math.ceil(n / 5) + holidaysAtMost,
});

export function spanOf(offset: string): Span {
  const [, days, unit, exact, exactUnit, business] =
    /^(?:P(\d+)([DWM])|PT(\d+)([HM])|(\d+)bd)$/.exec(offset) ?? [];
  if (business !== undefined) return businessDays(Number(business));
  if (exact !== undefined) {
    const length = Number(exact) / (exactUnit === 'H' ? 24 : 24 * 60);
    return { least: length, most: length };
  }
  const n = Number(days);
  if (unit === 'M') return { least: 28 * n, most: 31 * n };
  const length = n * fixedDays[unit as 'D' | 'W'];
  return { least: length, most: length };
}

export const isZero = (offset: string): boolean => spanOf(offset).most === 0;

export interface Months {
  readonly first: number;
  readonly last: number;
}

export const monthNumber = (month: string): number => Number(month.slice(1));

/** `M3` or `M3-M7` */
export function parseMonths(range: string): Months {
  const [first, last = first] = range.split('-').map(monthNumber);
  return { first: first as number, last: last as number };
}

export const within = (inner: Months, outer: Months): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

/** A step and what decides how often it happens. */
export interface Placed {
  readonly step: Step;
  readonly index: number;
  readonly stage: Stage;
  readonly rhythm: Rhythm;
  /** The months in which it happens. */
  readonly months: Months;
}

/** The steps whose stage exists, with their rhythm. */
export function placedSteps({ stages, steps }: Roadmap): readonly Placed[] {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  return steps.flatMap((step, index) => {
    const stage = byId.get(step.stage);
    if (stage === undefined) return [];
    const rhythm = stage.repeats === 'once' ? step.repeats : stage.repeats;
    return [{ step, index, stage, rhythm, months: parseMonths(step.months ?? stage.months) }];
  });
}

export interface SitedRule {
  readonly key: 'due' | 'opens' | 'latest';
  readonly at: readonly string[];
  readonly rule: FixedRule;
}

const isFixed = (rule: DueRule | OpensRule): rule is FixedRule => !('onEvent' in rule) && !('lead' in rule);

/** Every rule of a step that the calendar or another step decides, with its place in the step. */
export function fixedRules({ due, opens }: Step): readonly SitedRule[] {
  const rules: SitedRule[] =
    'onEvent' in due
      ? [{ key: 'latest', at: ['due', 'latest'], rule: due.latest }]
      : [{ key: 'due', at: ['due'], rule: due }];
  return opens !== undefined && isFixed(opens)
    ? [...rules, { key: 'opens', at: ['opens'], rule: opens }]
    : rules;
}

/** The step that a rule counts from, or null. */
export function anchorOf(rule: FixedRule): string | null {
  if ('after' in rule) return rule.after;
  return 'before' in rule ? rule.before : null;
}
