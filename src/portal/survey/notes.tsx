import type { Language } from '../../domain/language.ts';
import type { Typed } from '../../survey/form.ts';
import { Note } from './frame.tsx';
import { surveyWords } from '../../survey/words.ts';

/** Said when a form was taken: the first time, and whenever it is sent again. */
export const ThanksPage = ({ language }: { readonly language: Language }) => (
  <Note language={language} {...surveyWords[language].thanks} />
);

/** Said to whoever opens a card that has been used. */
export const UsedPage = ({ language }: { readonly language: Language }) => (
  <Note language={language} {...surveyWords[language].used} />
);

/** Said when the database did not come back in time. The page itself carries what was chosen. */
export const AwayPage = ({ language, typed }: { readonly language: Language; readonly typed: Typed }) => {
  const { away, again } = surveyWords[language];
  return (
    <Note language={language} {...away}>
      <form method="post">
        {Object.entries(typed).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit">{again}</button>
      </form>
    </Note>
  );
};
