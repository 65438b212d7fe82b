import type { ProgramWords } from './words.ts';

const listed = (names: readonly string[]): string => {
  if (names.length < 2) return names.join('');
  const last = names.at(-1) ?? '';
  const and = /^h?i(?!e)/i.test(last) ? 'e' : 'y';
  return `${names.slice(0, -1).join(', ')} ${and} ${last}`;
};

const teams = (count: number): string => (count === 1 ? '1 equipo' : `${count.toLocaleString('es')} equipos`);

export const programWordsEs: ProgramWords = {
  list: {
    title: 'Mis programas',
    empty: 'Usted no dirige ningún programa aquí.',
    emptyMore: 'Un programa aparece en esta página en cuanto se indica que usted lo dirige.',
  },
  month: ({ at, name, number, of }) => {
    switch (at) {
      case 'before':
        return `Empieza el ${name}`;
      case 'under_way':
        return `${name}, mes ${number} de ${of}`;
      case 'after':
        return 'Todos los meses han terminado';
    }
  },
  teams,
  health: ({ late, held, whole }) => {
    const parts = [
      ...(late === 0 ? [] : [`a ${teams(late)} ${late === 1 ? 'le' : 'les'} vendría bien ayuda`]),
      ...(held === 0 ? [] : [`en ${teams(held)} otros esperan algo`]),
      ...(whole ? ['a algo que es para todos los equipos juntos le vendría bien ayuda'] : []),
    ];
    const text = parts.length === 0 ? 'todo va a tiempo' : parts.join('; ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  },
  paused: 'Está en pausa: nada empieza y no sale ningún correo hasta que usted lo reanude.',
  longest: 'Lo que espera desde hace más tiempo',
  back: 'Mis programas',
  parts: { changes: 'Cambios', newChange: 'Cambiar algo', people: 'Personas y ausencias' },
  held: {
    title: 'Qué está detenido, y por qué',
    none: 'Nada está detenido: todo lo abierto está a cargo de alguien y va a tiempo. Aquí todo va bien.',
    kinds: {
      nobody: {
        title: 'Sin nadie a cargo',
        next: 'Busque a alguien para cada cosa y pásesela en su página. Lo que ya no haga falta se puede dejar de lado allí.',
      },
      late: {
        title: 'Abierto después de su fecha: aquí vendría bien ayuda',
        next: 'Pregunte qué lo impide y ofrezca ayuda. Para dar más tiempo, elija «Cambiar algo».',
      },
      gate: {
        title: 'Otros esperan a que esto esté hecho',
        next: 'Ofrezca ayuda con lo que falta. Se cierra solo cuando todo está hecho; si no es posible, se puede dejar de lado indicando el motivo.',
      },
      waits: {
        title: 'A la espera de otro paso',
        next: 'Cuando termine lo que se nombra, esto seguirá adelante. Ofrezca ayuda allí primero.',
      },
    },
    all: 'Todos los equipos juntos',
    withWhom: (names) => `a cargo de ${listed(names)}`,
    withNobody: 'sin nadie a cargo',
    hands: 'A cargo de',
    look: 'Verlo',
    waitsFor: (title) => `espera a «${title}»`,
    since: (day) => `desde el ${day}`,
    more: (count) => `y ${count} más`,
  },
  grid: {
    title: 'Los equipos, mes a mes',
    legend: 'Qué significan los signos',
    team: 'Equipo',
    whole: 'Todos los equipos juntos',
    states: {
      late: 'le vendría bien ayuda',
      waits: 'espera algo',
      open: 'en marcha',
      ahead: 'aún no ha empezado',
      done: 'hecho',
      aside: 'dejado de lado',
      none: 'nada previsto',
    },
    standing: { paused: 'en pausa', withdrawn: 'ya no participa' },
    now: 'ahora',
    none: 'No hay ningún equipo así. Aquí todo va bien.',
  },
  filter: {
    title: 'Qué equipos',
    all: (count) => `Todos (${count})`,
    help: 'Solo aquellos a los que les vendría bien ayuda',
    clinic: 'Clínica',
    everyClinic: 'Todas las clínicas',
    show: 'Mostrar',
    page: (page, pages) => `Página ${page} de ${pages}`,
    before: 'Anterior',
    next: 'Siguiente',
  },
  coming: {
    title: 'Los próximos siete días',
    none: 'En los próximos siete días no empieza ni vence nada.',
    opens: 'Empieza',
    due: 'Para hacer',
    everybody: 'todos los equipos juntos',
    teams: (names, more) =>
      more === 0
        ? listed(names)
        : `${names.join(', ')} y ${more === 1 ? '1 equipo más' : `${more} equipos más`}`,
  },
  people: {
    title: 'Personas y ausencias',
    away: 'Ausentes ahora o pronto',
    nobodyAway: 'No hay ninguna ausencia anotada.',
    absence: (name, from, until, cover) =>
      `${name}: del ${from} al ${until}${cover === null ? '' : `; en su lugar, ${cover}`}`,
    now: 'ausente ahora',
    who: 'Quién hace qué',
    roles: {
      program_lead: 'Dirige el programa',
      org_leader: 'Dirigen la organización',
      clinic_leader: 'Dirigen la clínica',
      team_lead: 'Dirige el equipo',
      member: 'Miembros',
      staff: 'Personal',
      advisor: 'Pacientes asesores',
      peer_provider: 'Apoyo entre pares',
    },
  },
};
