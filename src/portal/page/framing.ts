import type { Language } from '../../domain/language.ts';
import { chosenOr, languageOf } from '../http/language.ts';
import type { PortalContext } from '../http/types.ts';
import type { Way } from './ways.ts';

/** What the frame of a page is told of whoever looks. */
export interface Framing {
  readonly language: Language;
  /** Where they can go; null for who is not signed in. */
  readonly ways: readonly Way[] | null;
  /** The path of the page. */
  readonly here: string;
  /** What goes along into the other language. */
  readonly query: readonly [name: string, value: string][];
}

/** The frame for who looks, in their language or the one that they chose. */
export async function framingOf(c: PortalContext): Promise<Framing> {
  const { viewer, ways } = c.var;
  const own = viewer?.language ?? languageOf(c.req.header('Accept-Language'));
  const query = [...new URL(c.req.url).searchParams].filter(([name]) => !OWN.has(name));
  return {
    language: chosenOr(c, own),
    ways: ways === undefined ? null : await ways(),
    here: c.req.path,
    query,
  };
}

/** Said of one look only. */
const OWN = new Set(['lang', 'said']);

/** For who is not signed in, and for whoever has the link of one page. */
export const bareFraming = (language: Language, query: Framing['query'] = []): Framing => ({
  language,
  ways: null,
  here: '',
  query,
});
