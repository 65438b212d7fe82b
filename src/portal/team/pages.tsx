import { raw } from 'hono/html';
import { teamSections, teamTitle, type TeamQuarter } from '../../report/index.ts';
import { assets } from '../assets.ts';
import { Frame } from '../page/frame.tsx';
import type { Framing } from '../page/framing.ts';
import type { BoardView } from './port.ts';
import { teamWords } from './words.ts';

const placeOf = ({ team, clinic }: TeamQuarter): string => (clinic === null ? team : `${team}, ${clinic}`);

/** The month’s board of a team. @param address of the team: `/teams/PROGRAM/TEAM` */
export const BoardPage = ({
  framing,
  view,
  address,
}: {
  readonly framing: Framing;
  readonly view: BoardView;
  readonly address: string;
}) => {
  const { looking, quarters } = view;
  const { language } = looking;
  const words = teamWords[language];
  return (
    <Frame framing={framing} title={placeOf(looking)} sheet={assets.team}>
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
  framing,
  looking,
  address,
}: {
  readonly framing: Framing;
  readonly looking: TeamQuarter;
  readonly address: string;
}) => {
  const { language, quarter } = looking;
  const words = teamWords[language];
  const title = teamTitle(looking);
  return (
    <Frame
      framing={framing}
      sheet={assets.team}
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
