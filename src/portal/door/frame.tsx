import type { Child } from 'hono/jsx';
import { type Language, languages } from '../../domain/language.ts';
import { Layout } from '../pages/layout.tsx';
import { doorWords } from './words.ts';

/** A page at the door, with a way into every other language. */
export const DoorFrame = ({
  language,
  title,
  returnTo = null,
  at = '',
  children,
}: {
  readonly language: Language;
  readonly title: string;
  /** Goes along into the other language. */
  readonly returnTo?: string | null;
  /** Where the other language is; left out, the page itself. */
  readonly at?: string;
  readonly children: Child;
}) => (
  <Layout language={language} title={title}>
    <nav class="languages">
      {languages
        .filter((each) => each !== language)
        .map((each) => (
          <a href={`${at}?${query(each, returnTo)}`} lang={each} hreflang={each}>
            {doorWords[each].inThis}
          </a>
        ))}
    </nav>
    <h1>{title}</h1>
    {children}
  </Layout>
);

export const query = (language: Language, returnTo: string | null): string =>
  new URLSearchParams({ lang: language, ...(returnTo === null ? {} : { to: returnTo }) }).toString();
