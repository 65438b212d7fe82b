import type { Child } from 'hono/jsx';
import { type Language, languages } from '../../domain/language.ts';
import { type Asset, assets } from '../assets.ts';
import { Layout } from '../pages/layout.tsx';
import type { Framing } from './framing.ts';
import type { Way } from './ways.ts';
import { pageWords } from './words.ts';

export interface FrameProps {
  readonly framing: Framing;
  readonly title: string;
  /** What the page needs beyond the style of every page. */
  readonly sheet?: Asset;
  /** Where the other language is; left out, the page itself. */
  readonly at?: string;
  /** There is the page in this language only. */
  readonly only?: Language;
  /** Leads to what the page belongs to. */
  readonly back?: { readonly href: string; readonly text: string } | null;
  readonly children: Child;
}

/** The one frame of all pages of a program: where one can go, the other language, and the way out. */
export const Frame = ({ framing, title, sheet, at = '', only, back = null, children }: FrameProps) => (
  <Layout
    language={only ?? framing.language}
    title={title}
    sheets={sheet === undefined ? [assets.page] : [assets.page, sheet]}
    top={<Top framing={only === undefined ? framing : { ...framing, language: only }} at={at} only={only} />}
  >
    {back === null ? null : (
      <p class="back">
        <a href={inLanguage(back.href, framing.language)}>← {back.text}</a>
      </p>
    )}
    {children}
  </Layout>
);

const Top = ({
  framing: { language, ways, here, query },
  at,
  only,
}: {
  readonly framing: Framing;
  readonly at: string;
  readonly only: Language | undefined;
}) => {
  const words = pageWords[language];
  return (
    <>
      <div class="about">
        {languages
          .filter((each) => each !== language && only === undefined)
          .map((each) => (
            <a
              href={`${at}?${new URLSearchParams([['lang', each], ...query]).toString()}`}
              lang={each}
              hreflang={each}
            >
              {pageWords[each].inThis}
            </a>
          ))}
        {ways === null ? null : (
          <>
            <a href={inLanguage('/me/sessions', language)} {...current('/me/sessions', here)}>
              {words.sessions}
            </a>
            <form method="post" action={inLanguage('/sign-out', language)}>
              <button type="submit" class="plain">
                {words.out}
              </button>
            </form>
          </>
        )}
      </div>
      {ways === null || ways.length === 0 ? null : (
        <nav class="ways" aria-label={words.nav}>
          <ul>
            {ways.map((way) => (
              <li>
                <a href={inLanguage(way.href, language)} {...current(way.href, here)}>
                  {nameOf(way, language)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </>
  );
};

const nameOf = ({ to }: Way, language: Language): string => pageWords[language].ways[to];

/** Marks the way to where one is, or to what that belongs to. */
function current(href: string, here: string): object {
  if (href === here) return { 'aria-current': 'page' };
  return here.startsWith(`${href}/`) && href !== '/me' ? { 'aria-current': 'true' } : {};
}

/** A link of ours, to the page in that language. */
export function inLanguage(href: string, language: Language): string {
  const [, path = '', query, anchor = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(href) ?? [];
  const parameters = new URLSearchParams(query);
  parameters.set('lang', language);
  return `${path}?${parameters.toString()}${anchor}`;
}
