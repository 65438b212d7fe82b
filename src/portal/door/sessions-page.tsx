import type { SessionShown } from '../../client/door.ts';
import { saysLocal } from '../../plan/local-words.ts';
import { Frame } from '../page/frame.tsx';
import type { Framing } from '../page/framing.ts';
import { doorWords } from './words.ts';

/** Every device on which somebody is signed in, this one first, each with a way to end it. */
export const SessionsPage = ({
  framing,
  sessions,
  own,
  email,
  zone,
}: {
  readonly framing: Framing;
  readonly sessions: readonly SessionShown[];
  /** The session that looks. */
  readonly own: string;
  readonly email: string;
  readonly zone: string;
}) => {
  const { language } = framing;
  const { sessions: said } = doorWords[language];
  const day = (at: Date): string => saysLocal(at.getTime(), zone, language).full;
  const [here, others] = [true, false].map((mine) => sessions.filter(({ id }) => (id === own) === mine));
  return (
    <Frame framing={framing} title={said.title}>
      <h1>{said.title}</h1>
      <p>{said.text(email)}</p>
      <ul class="sessions">
        {[...(here ?? []), ...(others ?? [])].map(({ id, browser, createdAt, seenAt }) => {
          const name = browser === '' ? said.unknown : browser;
          return (
            <li>
              <h2>{id === own ? `${said.here}: ${name}` : name}</h2>
              <p>
                {said.since(day(createdAt))} {id === own ? null : said.seen(day(seenAt))}
              </p>
              {id === own ? (
                <form method="post" action="/sign-out">
                  <button type="submit">{said.out}</button>
                </form>
              ) : (
                <form method="post" action="/me/sessions">
                  <button type="submit" class="second" name="end" value={id}>
                    {said.end(name)}
                  </button>
                </form>
              )}
            </li>
          );
        })}
      </ul>
      {others?.length === 0 ? null : (
        <>
          <p>{said.strange}</p>
          <form method="post" action="/me/sessions">
            <button type="submit" class="second" name="others" value="yes">
              {said.others}
            </button>
          </form>
        </>
      )}
    </Frame>
  );
};
