/** A message key, taken apart by the checker's own reading of it. */
export interface MailKey {
  readonly program: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  /** Without its number: `reminder`. */
  readonly kind: string;
  /** The 2 of `reminder.2`; 0 where there is none. */
  readonly number: number;
  readonly person: string;
  /** Whose task it is about. */
  readonly about: string;
  readonly stepKey: string;
}

/** Null where the text is no message key. */
export function parseMailKey(key: string): MailKey | null {
  // What is said anew after a change has its number: `@2`.
  const parts = key.replace(/@\d+$/, '').split('/');
  if (parts.length !== 6 || parts.some((part) => part === '')) return null;
  const [program, team, step, occurrence, kindAndNumber, persons] = parts as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const [kind = '', number = '0'] = kindAndNumber.split('.');
  const [person = '', about = person] = persons.split('~');
  const stepKey = [program, team, step, occurrence].join('/');
  return { program, team, step, occurrence, kind, number: Number(number), person, about, stepKey };
}
