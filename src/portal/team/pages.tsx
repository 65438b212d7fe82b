import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { languages, type Language } from '../../domain/language.ts';
import { teamSections, teamTitle, type TeamQuarter } from '../../report/index.ts';
import { assets } from '../assets.ts';
import { Layout } from '../pages/layout.tsx';
import type { BoardView } from './port.ts';
import { teamWords } from './words.ts';

interface FrameProps {
  readonly language: Language;
  readonly title: string;
  readonly back: { readonly href: string; readonly text: string };
  readonly children: Child;
}

const Frame = ({ language, title, back, children }: FrameProps) => (
  <Layout language={language} title={title} sheet={assets.team}>
    <nav class="languages">
      <a href={`${back.href}?lang=${language}`}>← {back.text}</a>
      {languages
        .filter((each) => each !== language)
        .map((each) => (
          <a href={`?lang=${each}`} lang={each} hreflang={each}>
            {teamWords[each].inThis}
          </a>
        ))}
    </nav>
    {children}
  </Layout>
);

const placeOf = ({ team, clinic }: TeamQuarter): string => (clinic === null ? team : `${team}, ${clinic}`);

/** The month’s board of a team. @param address of the team: `/teams/PROGRAM/TEAM` */
export const BoardPage = ({ view, address }: { readonly view: BoardView; readonly address: string }) => {
  const { looking, quarters } = view;
  const { language } = looking;
  const words = teamWords[language];
  return (
    <Frame language={language} title={placeOf(looking)} back={{ href: '/me', text: words.back }}>
      <h1>{placeOf(looking)}</h1>
      <p class="lead">{words.lead(teamTitle(looking))}</p>
      {raw(teamSections(looking))}
      <h2>{words.reports}</h2>
      {quarters.length === 0 ? (
        <p class="quiet">{words.noReports}</p>
      ) : (
        <ul>
          {quarters.map((quarter) => (
            <li>
              <a href={`${address}/reports/${quarter}?lang=${language}`}>{words.quarter(quarter.slice(1))}</a>
            </li>
          ))}
        </ul>
      )}
    </Frame>
  );
};

/** The report of a quarter of a team. @param address as of {@link BoardPage} */
export const QuarterPage = ({
  looking,
  address,
}: {
  readonly looking: TeamQuarter;
  readonly address: string;
}) => {
  const { language, quarter } = looking;
  const words = teamWords[language];
  const title = teamTitle(looking);
  return (
    <Frame
      language={language}
      title={`${placeOf(looking)}: ${title}`}
      back={{ href: address, text: words.backToTeam }}
    >
      <h1>{placeOf(looking)}</h1>
      <p class="lead">{title}</p>
      {raw(teamSections(looking))}
      <p>
        <a href={`${address}/reports/${quarter ?? ''}/rows?lang=${language}`}>
          {words.quarter(quarter?.slice(1) ?? '')}, {words.rows}
        </a>
      </p>
    </Frame>
  );
};
