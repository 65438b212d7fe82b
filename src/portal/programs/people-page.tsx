import type { Role } from '../../domain/roles.ts';
import { assets } from '../assets.ts';
import { Frame } from '../page/frame.tsx';
import type { Framing } from '../page/framing.ts';
import { Pages } from './pages.tsx';
import type { PeopleView } from './port.ts';
import { programWords } from './words.ts';

/** Who has which part in a program, and who is away. */
export const PeoplePage = ({ framing, view }: { readonly framing: Framing; readonly view: PeopleView }) => {
  const { language, program, title, absences, places } = view;
  const words = programWords[language].people;
  return (
    <Frame
      framing={framing}
      title={`${words.title}: ${title}`}
      sheet={assets.lead}
      back={{ href: `/programs/${program}`, text: title }}
    >
      <h1>{words.title}</h1>
      <h2>{words.away}</h2>
      {absences.length === 0 ? (
        <p>{words.nobodyAway}</p>
      ) : (
        <ul>
          {absences.map(({ name, from, until, cover, now }) => (
            <li>
              {words.absence(name, from, until, cover)} {now ? <strong>({words.now})</strong> : null}
            </li>
          ))}
        </ul>
      )}
      <h2>{words.who}</h2>
      {places.map(({ name, parts }) => (
        <section>
          <h3>{name}</h3>
          <dl class="facts">
            {parts.map(({ part, names }) => (
              <div>
                <dt>{words.roles[part as Role]}</dt>
                <dd>{names.join(', ')}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Pages
        language={language}
        page={view.page}
        pages={view.pages}
        href={(page) => `/programs/${program}/people?page=${page}`}
      />
    </Frame>
  );
};
