import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Language } from '../../domain/language.ts';
import type { PortalContext } from '../http/types.ts';
import { chosenLanguage } from '../http/language.ts';
import { DoorFrame, query } from './frame.tsx';
import { doorWords } from './words.ts';

interface AskProps {
  readonly language: Language;
  readonly returnTo: string | null;
  /** What was typed and is no mail address; null at first. */
  readonly typed?: string | null;
  /** What somebody had written in a form when their sign-in had ended. */
  readonly unsent?: readonly string[];
}

/** Asks for a mail address: by itself, and in the place of a page that only somebody who is signed in may see. */
export function answerSignIn(
  c: PortalContext,
  {
    returnTo,
    typed = null,
    unsent = [],
    status,
  }: Omit<AskProps, 'language'> & { readonly status: ContentfulStatusCode },
): Response | Promise<Response> {
  c.header('Vary', 'Accept-Language, Cookie');
  return c.html(<SignInPage {...{ language: chosenLanguage(c), returnTo, typed, unsent }} />, status);
}

const SignInPage = (props: AskProps) => {
  const { ask } = doorWords[props.language];
  return (
    <DoorFrame language={props.language} title={ask.title} returnTo={props.returnTo}>
      {props.unsent === undefined || props.unsent.length === 0 ? null : (
        <>
          <p>{ask.unsent}</p>
          <ul>
            {props.unsent.map((each) => (
              <li class="kept-lines">{each}</li>
            ))}
          </ul>
        </>
      )}
      <p>{ask.text}</p>
      <AddressForm {...props} />
    </DoorFrame>
  );
};

/** The link was never ours, or is long gone. */
export const UnknownLinkPage = ({ language }: { readonly language: Language }) => {
  const { ask, old } = doorWords[language];
  return (
    <DoorFrame language={language} title={old.title}>
      <p>{old.text}</p>
      <p>{ask.text}</p>
      <AddressForm language={language} returnTo={null} />
    </DoorFrame>
  );
};

const AddressForm = ({ language, returnTo, typed = null }: AskProps) => {
  const { ask } = doorWords[language];
  return (
    <form method="post" action={`/sign-in?${query(language, null)}`}>
      {returnTo === null ? null : <input type="hidden" name="to" value={returnTo} />}
      <label for="email">{ask.label}</label>
      <p class="quiet" id="email-hint">
        {ask.hint}
      </p>
      {typed === null ? null : (
        <p class="problem" id="email-problem" role="alert">
          {ask.problem}
        </p>
      )}
      <input
        id="email"
        name="email"
        type="email"
        required
        maxlength={254}
        autocomplete="email"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={typed === null ? 'email-hint' : 'email-problem email-hint'}
        {...(typed === null ? {} : { 'aria-invalid': 'true', value: typed, autofocus: true })}
      />
      <button type="submit">{ask.button}</button>
    </form>
  );
};
