import { isRated } from '../survey/instrument-schema.ts';
import type { SurveySetting } from '../survey/survey-setting.ts';
import { InputError } from './input-error.ts';
import { instrumentOf } from './load-instrument.ts';

/** The least answer to an item, in one wording, that counts as good. */
export interface GoodAnswer {
  readonly instrument: string;
  readonly version: number;
  readonly item: string;
  readonly from: number;
}

/**
 * Which answers count as good in what a program asks. Where it names a built-in instrument that this release has no more,
 * nothing is known of it.
 */
export function goodAnswers(survey: SurveySetting | undefined): GoodAnswer[] {
  try {
    const { id, version, items } = instrumentOf(survey);
    return items.filter(isRated).map((item) => ({ instrument: id, version, item: item.id, from: item.good }));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
