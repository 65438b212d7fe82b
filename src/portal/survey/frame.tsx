import type { Child } from 'hono/jsx';
import { languages, type Language } from '../../domain/language.ts';
import { Layout } from '../pages/layout.tsx';
import { surveyWords } from './words.ts';

/** A page of the survey, with a way into every other language. */
export const Frame = ({
  language,
  title,
  children,
}: {
  readonly language: Language;
  readonly title: string;
  readonly children: Child;
}) => (
  <Layout language={language} title={title}>
    <nav class="languages">
      {languages
        .filter((each) => each !== language)
        .map((each) => (
          <a href={`?lang=${each}`} lang={each} hreflang={each}>
            {surveyWords[each].inThis}
          </a>
        ))}
    </nav>
    {children}
  </Layout>
);

/** A title and what there is to say. */
export const Note = ({
  language,
  title,
  text,
  children,
}: {
  readonly language: Language;
  readonly title: string;
  readonly text: readonly string[];
  readonly children?: Child;
}) => (
  <Frame language={language} title={title}>
    <h1>{title}</h1>
    {text.map((line) => (
      <p>{line}</p>
    ))}
    {children}
  </Frame>
);
