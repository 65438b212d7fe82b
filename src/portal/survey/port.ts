import type { FilledForm } from '../../survey/form.ts';
import type { Instrument } from '../../survey/instrument-schema.ts';
import type { CommentsSetting } from '../../survey/survey-setting.ts';

/** What a card opens. */
export interface OpenedCard {
  /** Where the patient was: the name of the clinic. */
  readonly place: string;
  readonly instrument: Instrument;
  /** Null where nothing is to be written: nobody is there to read it. */
  readonly comments: CommentsSetting | null;
  /** Whether it has been used. */
  readonly spent: boolean;
}

/** The survey behind the pages. A code is as it is hashed: without dashes, in capitals. */
export interface Surveys {
  /** Looking uses nothing up. Null where no card has this code. */
  find(code: string): Promise<OpenedCard | null>;
  /** Keeps a form and uses up its card, both or neither. A card that was used before stays as it is. */
  submit(code: string, form: FilledForm): Promise<void>;
}
