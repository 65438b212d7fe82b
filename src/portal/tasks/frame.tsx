import type { Child } from 'hono/jsx';
import { languages, type Language } from '../../domain/language.ts';
import { assets } from '../assets.ts';
import { Layout, type PageProps } from '../pages/layout.tsx';
import { notices, type NoticeKind, taskWords } from './words.ts';

interface FrameProps extends PageProps {
  /** Leads back to the list of whoever is signed in. */
  readonly back?: boolean;
}

/** A page of tasks, with a way into every other language. */
export const Frame = ({ language, title, back = false, children }: FrameProps) => (
  <Layout language={language} title={title} sheet={assets.tasks}>
    <nav class="languages">
      {back ? <a href={`/me?lang=${language}`}>← {taskWords[language].back}</a> : null}
      {languages
        .filter((each) => each !== language)
        .map((each) => (
          <a href={`?lang=${each}`} lang={each} hreflang={each}>
            {taskWords[each].inThis}
          </a>
        ))}
    </nav>
    {children}
  </Layout>
);

/** What was just done, in a sentence. Says nothing of what it does not know. */
export const Notice = ({ language, said }: { readonly language: Language; readonly said: string | null }) => {
  const kind = notices.find((each) => each === said);
  return kind === undefined ? null : <Said text={taskWords[language].notice[kind satisfies NoticeKind]} />;
};

export const Said = ({ text, children }: { readonly text: string; readonly children?: Child }) => (
  <div class="said" role="status">
    <p>{text}</p>
    {children}
  </div>
);
