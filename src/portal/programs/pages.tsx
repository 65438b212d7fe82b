import type { Language } from '../../domain/language.ts';
import { inLanguage } from '../page/frame.tsx';
import { programWords } from './words.ts';

/** To the pages before and after; nothing where there is one page. */
export const Pages = ({
  language,
  page,
  pages,
  href,
}: {
  readonly language: Language;
  readonly page: number;
  readonly pages: number;
  readonly href: (page: number) => string;
}) => {
  if (pages === 1) return null;
  const { filter } = programWords[language];
  const text = filter.page(page, pages);
  return (
    <nav class="pages" aria-label={text}>
      {page > 1 ? (
        <a href={inLanguage(href(page - 1), language)} rel="prev">
          ← {filter.before}
        </a>
      ) : null}
      <span>{text}</span>
      {page < pages ? (
        <a href={inLanguage(href(page + 1), language)} rel="next">
          {filter.next} →
        </a>
      ) : null}
    </nav>
  );
};
