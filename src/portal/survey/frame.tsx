import type { Child } from 'hono/jsx';
import { languages } from '../../domain/language.ts';
import { Layout, type PageProps } from '../pages/layout.tsx';
import { surveyWords } from '../../survey/words.ts';

/** A page of the survey, with a way into every other language. */
export const Frame = ({ language, title, children }: PageProps) => (
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
}: Omit<PageProps, 'children'> & { readonly text: readonly string[]; readonly children?: Child }) => (
  <Frame language={language} title={title}>
    <h1>{title}</h1>
    {text.map((line) => (
      <p>{line}</p>
    ))}
    {children}
  </Frame>
);
