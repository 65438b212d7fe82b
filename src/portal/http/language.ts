import { languages, type Language } from '../../domain/language.ts';
import type { PortalContext } from './types.ts';

/** The language of ours that a browser likes best; English where it names none of them. */
export function languageOf(header: string | undefined): Language {
  const liked = (header ?? '')
    .split(',')
    .map((item, place) => {
      const [tag = '', ...parameters] = item.trim().toLowerCase().split(';');
      const weight = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight), place };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
  for (const { language } of liked) {
    const known = languages.find((each) => each === language);
    if (known !== undefined) return known;
  }
  return 'en';
}

/** The language that somebody chose on the page, else the one given. */
export function chosenOr(c: PortalContext, own: Language): Language {
  const chosen = c.req.query('lang');
  return languages.find((each) => each === chosen) ?? own;
}

/** The language that somebody chose on the page, else the one that their browser likes best. */
export const chosenLanguage = (c: PortalContext): Language =>
  chosenOr(c, languageOf(c.req.header('Accept-Language')));
