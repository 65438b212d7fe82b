import type { Text } from '../../domain/language.ts';
import { escaped } from '../../report/index.ts';

/** In both languages, one after the other. */
export const both = (text: Text, tag = 'p'): string =>
  `<${tag} lang="en">${escaped(text.en)}</${tag}><${tag} lang="es">${escaped(text.es)}</${tag}>`;

/** A whole page of HTML that needs nothing else, for a printer. */
export const printPage = (title: string, style: string, body: string): string =>
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${style}</style>
${body}
</html>
`;
