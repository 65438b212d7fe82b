import type { Child } from 'hono/jsx';
import { raw } from 'hono/html';
import type { Language } from '../../domain/language.ts';
import { type Asset, assets } from '../assets.ts';

const skip: Readonly<Record<Language, string>> = { en: 'Skip to the content', es: 'Ir al contenido' };

export interface PageProps {
  readonly language: Language;
  readonly title: string;
  /** What the page needs beyond the style of every page. */
  readonly sheets?: readonly Asset[];
  /** What stands beside the name, before the content. */
  readonly top?: Child;
  readonly children: Child;
}

/** The frame of every page. */
export const Layout = ({ language, title, sheets = [], top = null, children }: PageProps) => (
  <>
    {raw('<!doctype html>')}
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href={assets.icon.path} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.style.path} />
        {sheets.map(({ path }) => (
          <link rel="stylesheet" href={path} />
        ))}
      </head>
      <body>
        <a class="skip" href="#content">
          {skip[language]}
        </a>
        <header>
          <p class="brand">milepost</p>
          {top}
        </header>
        <main id="content" tabindex={-1}>
          {children}
        </main>
      </body>
    </html>
  </>
);
