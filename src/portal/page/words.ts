import type { Language } from '../../domain/language.ts';
import type { Way } from './ways.ts';

interface PageWords {
  /** Leads to the page in this language, for who cannot read the other. */
  readonly inThis: string;
  readonly ways: Readonly<Record<Way['to'], string>>;
  /** What the list of ways is, for who hears the page. */
  readonly nav: string;
  readonly sessions: string;
  readonly out: string;
}

/** What stands around every page. */
export const pageWords: Readonly<Record<Language, PageWords>> = {
  en: {
    inThis: 'In English',
    ways: {
      mine: 'What is mine',
      team: 'My team',
      teams: 'My teams',
      programs: 'My programs',
      admin: 'Administration',
    },
    nav: 'Pages',
    sessions: 'Sign-ins',
    out: 'Sign out',
  },
  es: {
    inThis: 'En español',
    ways: {
      mine: 'Lo que me toca',
      team: 'Mi equipo',
      teams: 'Mis equipos',
      programs: 'Mis programas',
      admin: 'Administración',
    },
    nav: 'Páginas',
    sessions: 'Mis sesiones',
    out: 'Salir',
  },
};
