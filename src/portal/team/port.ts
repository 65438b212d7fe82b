import type { Language } from '../../domain/language.ts';
import type { TeamQuarter } from '../../report/index.ts';
import type { Entry } from '../http/viewer.ts';

/** A team that somebody is in. Ids, and its name. */
export interface OwnTeam {
  readonly program: string;
  readonly team: string;
  readonly name: string;
}

/** What a team sees of its month. */
export interface BoardView {
  /** The last three months. */
  readonly looking: TeamQuarter;
  /** Quarters that have begun, the latest first: `Q2`. */
  readonly quarters: readonly string[];
}

/** What teams see together. Who may see it is not asked here. */
export interface Boards {
  teamsOf(entries: readonly Entry[]): Promise<readonly OwnTeam[]>;
  /** Null where there is no such team. */
  board(program: string, team: string, language: Language): Promise<BoardView | null>;
  /** Null where there is no such team or quarter. @param quarter `Q2` */
  quarter(program: string, team: string, quarter: string, language: Language): Promise<TeamQuarter | null>;
}
