import type { Language } from '../../domain/language.ts';

interface TeamWords {
  readonly lead: (months: string) => string;
  readonly reports: string;
  readonly noReports: string;
  readonly quarter: (number: string) => string;
  readonly rows: string;
  readonly backToTeam: string;
  readonly mine: string;
}

/** What the pages of a team say around what it looks back on. */
export const teamWords: Readonly<Record<Language, TeamWords>> = {
  en: {
    lead: (months) => `What was heard, what was tried, and what patients said: ${months}.`,
    reports: 'Reports by quarter',
    noReports: 'The first report comes with the first quarter.',
    quarter: (number) => `Quarter ${number}`,
    rows: 'as a table for a spreadsheet (CSV)',
    backToTeam: 'The board of the team',
    mine: 'My teams',
  },
  es: {
    lead: (months) => `Qué se escuchó, qué se probó y qué dijeron los pacientes: ${months}.`,
    reports: 'Informes por trimestre',
    noReports: 'El primer informe llega con el primer trimestre.',
    quarter: (number) => `Trimestre ${number}`,
    rows: 'como tabla para una hoja de cálculo (CSV)',
    backToTeam: 'El tablero del equipo',
    mine: 'Mis equipos',
  },
};
