import type { Broken, Mail } from './types.ts';
import { type FactIndex, iso } from './index-of.ts';
import { parseMailKey } from './mail-key.ts';

/** Every mail goes to the person whom its key names, at their address, in their language. */
export function wrongPerson(mails: readonly Mail[], index: FactIndex): Broken[] {
  return mails.flatMap((mail): Broken[] => {
    const detail = whatIsWrong(mail, index);
    return detail === null ? [] : [{ kind: 'wrong_person', key: mail.key, at: iso(mail.at), detail }];
  });
}

function whatIsWrong(mail: Mail, index: FactIndex): string | null {
  const key = parseMailKey(mail.key);
  if (key === null) return 'a mail whose key names no message of a program';
  const person = index.person(key.person);
  if (person === undefined) return `sent to ${key.person}, who takes no part in the program`;
  if (mail.to.toLowerCase() !== person.email.toLowerCase())
    return `sent to another address than ${key.person}’s`;
  if (mail.language !== person.language)
    return `written in ${mail.language}; ${key.person} reads ${person.language}`;
  return null;
}
