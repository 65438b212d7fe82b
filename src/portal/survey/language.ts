import { languages, type Language } from '../../domain/language.ts';
import { languageOf } from '../http/language.ts';
import type { PortalContext } from '../http/types.ts';

/** The language that somebody chose on the page, else the one that their browser likes best. */
export function chosenLanguage(c: PortalContext): Language {
  const chosen = c.req.query('lang');
  return languages.find((each) => each === chosen) ?? languageOf(c.req.header('Accept-Language'));
}
