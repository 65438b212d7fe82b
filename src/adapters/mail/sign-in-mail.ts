import type { Language } from '../../domain/language.ts';
import { composeMime, messageIdOf } from './mime.ts';
import { composed, type Rendered } from './render.ts';
import type { Letter } from './smtp-connection.ts';

interface Words {
  readonly subject: string;
  readonly opening: string;
  readonly label: string;
  readonly rules: string;
  readonly stranger: string;
  readonly footer: (host: string) => string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    subject: 'Your link to sign in',
    opening: 'Hello, here is the link that you asked for. Open it, and press the button there.',
    label: 'Sign in',
    rules: 'It works once, for ten minutes. It is for you alone: please pass it on to nobody.',
    stranger:
      'You did not ask for it? Then somebody typed your address, most likely by mistake. You need do nothing: without this link nobody gets in.',
    footer: (host) => `You receive this because your address was typed at ${host}.`,
  },
  es: {
    subject: 'Su enlace para entrar',
    opening: 'Hola: aquí tiene el enlace que pidió. Ábralo y pulse el botón que verá allí.',
    label: 'Entrar',
    rules: 'Sirve una sola vez, durante diez minutos. Es solo para usted: por favor, no se lo pase a nadie.',
    stranger:
      '¿No lo pidió usted? Entonces alguien escribió su dirección, seguramente por error. No tiene que hacer nada: sin este enlace no entra nadie.',
    footer: (host) => `Recibe este mensaje porque alguien escribió su dirección en ${host}.`,
  },
};

/** What the mail says, in both forms. Pure. */
function signInMail(language: Language, url: URL): Rendered {
  const said = words[language];
  return composed(language, {
    subject: said.subject,
    heading: said.subject,
    blocks: [
      { type: 'link', lead: said.opening, url: url.href, label: said.label },
      { type: 'paragraph', text: said.rules },
      { type: 'paragraph', text: said.stranger },
    ],
    footer: said.footer(url.host),
  });
}

/** The mail with its link, ready to be sent. `key` is its own: no other attempt has it. */
export function signInLetter({
  key,
  from,
  address,
  language,
  url,
}: {
  readonly key: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly address: string;
  readonly language: Language;
  readonly url: URL;
}): Letter {
  const mime = composeMime({
    from,
    to: { name: '', address },
    replyTo: null,
    messageId: messageIdOf(key, from.address.split('@')[1] ?? 'milepost.example'),
    date: new Date(),
    language,
    ...signInMail(language, url),
    calendar: null,
    headers: {},
  });
  return { from: from.address, to: address, mime };
}
