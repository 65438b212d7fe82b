import { assets } from '../assets.ts';
import { Frame, inLanguage } from '../page/frame.tsx';
import type { Framing } from '../page/framing.ts';
import { Grid } from './grid.tsx';
import { HeldList } from './held-list.tsx';
import { Pages } from './pages.tsx';
import type { ProgramView } from './port.ts';
import { programWords } from './words.ts';

/** How a program is doing: what is stuck, its teams by months, and what comes next. */
export const ProgramPage = ({
  framing,
  view,
  offers,
}: {
  readonly framing: Framing;
  readonly view: ProgramView;
  /** What else there is. */
  readonly offers: { readonly changes: boolean };
}) => {
  const { language, program, title } = view;
  const words = programWords[language];
  const at = `/programs/${program}`;
  return (
    <Frame framing={framing} title={title} sheet={assets.lead} back={{ href: '/programs', text: words.back }}>
      <h1>{title}</h1>
      <p class="lead">
        {words.month(view.month)} · {words.teams(view.teams)}. {words.health(view.health)}
      </p>
      {view.paused ? <p class="note">{words.paused}</p> : null}
      <ul class="parts">
        {[
          ...(offers.changes
            ? ([
                ['changes/new', words.parts.newChange],
                ['changes', words.parts.changes],
              ] as const)
            : []),
          ['people', words.parts.people] as const,
        ].map(([path, text]) => (
          <li>
            <a href={inLanguage(`${at}/${path}`, language)}>{text}</a>
          </li>
        ))}
      </ul>
      <h2>{words.held.title}</h2>
      <HeldList held={view.held} language={language} />
      <h2 id="teams">{words.grid.title}</h2>
      <Filter view={view} />
      <Grid view={view} />
      <Pages
        language={language}
        page={view.shown.page}
        pages={view.pages}
        href={(page) => addressOf(view, { page })}
      />
      <h2>{words.coming.title}</h2>
      <ComingList view={view} />
    </Frame>
  );
};

/** The page with other teams on it. */
function addressOf({ program, shown }: ProgramView, other: { readonly page: number }): string {
  const query = new URLSearchParams({
    ...(shown.help ? { show: 'help' } : {}),
    ...(shown.clinic === null ? {} : { clinic: shown.clinic }),
    ...(other.page === 1 ? {} : { page: String(other.page) }),
  }).toString();
  return `/programs/${program}${query === '' ? '' : `?${query}`}#teams`;
}

/** Of a program that is seen at a glance, nothing has to be chosen. */
const FEW = 10;

const Filter = ({ view }: { readonly view: ProgramView }) => {
  const { language, program, shown, clinics, teams } = view;
  if (teams <= FEW) return null;
  const { filter } = programWords[language];
  return (
    <form method="get" action={`/programs/${program}#teams`} class="filter">
      <input type="hidden" name="lang" value={language} />
      <label>
        {filter.clinic}
        <select name="clinic">
          <option value="">{filter.everyClinic}</option>
          {clinics.map(({ id, name }) => (
            <option value={id} selected={shown.clinic === id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input type="checkbox" name="show" value="help" checked={shown.help} /> {filter.help}
      </label>
      <button type="submit" class="second">
        {filter.show}
      </button>
    </form>
  );
};

const FEW_NAMES = 6;

const ComingList = ({ view: { language, coming } }: { readonly view: ProgramView }) => {
  const words = programWords[language].coming;
  if (coming.length === 0) return <p>{words.none}</p>;
  const days = [...new Set(coming.map(({ day }) => day))];
  return (
    <dl class="coming">
      {days.map((day) => (
        <div>
          <dt>{day}</dt>
          {coming
            .filter((each) => each.day === day)
            .map(({ what, title, teams }) => (
              <dd>
                {words[what]}: {title}{' '}
                <span class="quiet">
                  (
                  {teams.length === 0
                    ? words.everybody
                    : words.teams(teams.slice(0, FEW_NAMES), Math.max(0, teams.length - FEW_NAMES))}
                  )
                </span>
              </dd>
            ))}
        </div>
      ))}
    </dl>
  );
};
