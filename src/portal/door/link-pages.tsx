import type { Language } from '../../domain/language.ts';
import { DoorFrame, query } from './frame.tsx';
import { doorWords } from './words.ts';

interface Said {
  readonly language: Language;
}

/** The same for every address, whether anybody has it or not. `address` is null where an old link asked. */
export const SentPage = ({ language, address }: Said & { readonly address: string | null }) => {
  const { sent } = doorWords[language];
  return (
    <DoorFrame language={language} title={sent.title} at="/sign-in">
      <p class="lead">{sent.text(address)}</p>
      <p>{sent.rules}</p>
      <h2>{sent.nothing}</h2>
      <ul>
        {sent.points.map((point) => (
          <li>{point}</li>
        ))}
      </ul>
      <p class="alone">
        <a href={`/sign-in?${query(language, null)}`}>{sent.again}</a>
      </p>
    </DoorFrame>
  );
};

/** What a link out of a mail shows: one button. Whatever looks at it for safety presses nothing. */
export const LinkPage = ({ language }: Said) => {
  const { link } = doorWords[language];
  return (
    <DoorFrame language={language} title={link.title}>
      <p>{link.text}</p>
      <form method="post">
        <button type="submit">{link.button}</button>
      </form>
    </DoorFrame>
  );
};

/** A link that was used, or is too old: its address gets a fresh one, and is not shown. */
export const OldLinkPage = ({ language, secret }: Said & { readonly secret: string }) => {
  const { old } = doorWords[language];
  return (
    <DoorFrame language={language} title={old.title}>
      <p>{old.text}</p>
      <p>{old.fresh}</p>
      <form method="post" action={`/sign-in?${query(language, null)}`}>
        <input type="hidden" name="link" value={secret} />
        <button type="submit">{old.button}</button>
      </form>
    </DoorFrame>
  );
};

export const SignedOutPage = ({ language }: Said) => {
  const { out } = doorWords[language];
  return (
    <DoorFrame language={language} title={out.title} at="/sign-in">
      <p>{out.text}</p>
      <p class="alone">
        <a href={`/sign-in?${query(language, null)}`}>{out.again}</a>
      </p>
    </DoorFrame>
  );
};
