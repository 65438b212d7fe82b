/** One answer at rest. It stands by itself: nothing says what else the same person answered, or when. */
export interface SurveyAnswer {
  readonly program: string;
  readonly team: string;
  /** `M04`: the coarse date, one for all that moved together. */
  readonly month: string;
  readonly instrument: string;
  readonly version: number;
  readonly item: string;
  readonly value: number;
}
