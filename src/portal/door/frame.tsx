import type { Child } from 'hono/jsx';
import type { Language } from '../../domain/language.ts';
import { Frame } from '../page/frame.tsx';
import { bareFraming } from '../page/framing.ts';

/** A page at the door: nobody is in yet. */
export const DoorFrame = ({
  language,
  title,
  returnTo = null,
  at = '',
  children,
}: {
  readonly language: Language;
  readonly title: string;
  /** Goes along into the other language. */
  readonly returnTo?: string | null;
  /** Where the other language is; left out, the page itself. */
  readonly at?: string;
  readonly children: Child;
}) => (
  <Frame framing={bareFraming(language, returnTo === null ? [] : [['to', returnTo]])} title={title} at={at}>
    <h1>{title}</h1>
    {children}
  </Frame>
);

export const query = (language: Language, returnTo: string | null): string =>
  new URLSearchParams({ lang: language, ...(returnTo === null ? {} : { to: returnTo }) }).toString();
