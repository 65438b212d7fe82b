import type { Language } from '../../domain/language.ts';
import { Frame } from './frame.tsx';
import { surveyWords } from '../../survey/words.ts';

/** Asks for the code of a card; says first what was wrong with the one before, if one was. */
export const CodePage = ({
  language,
  typed,
}: {
  readonly language: Language;
  /** What was typed and is no code of ours; null at first. */
  readonly typed: string | null;
}) => {
  const { enter, unknown } = surveyWords[language];
  const title = typed === null ? enter.title : unknown.title;
  return (
    <Frame language={language} title={title}>
      <h1>{title}</h1>
      {(typed === null ? [enter.text] : unknown.text).map((line) => (
        <p>{line}</p>
      ))}
      <form method="post" action={`/s?lang=${language}`}>
        <label for="code">{enter.label}</label>
        <p class="quiet" id="code-hint">
          {enter.hint}
        </p>
        <input
          id="code"
          name="code"
          type="text"
          required
          maxlength={40}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          aria-describedby="code-hint"
          value={typed ?? ''}
        />
        <button type="submit">{enter.button}</button>
      </form>
    </Frame>
  );
};
