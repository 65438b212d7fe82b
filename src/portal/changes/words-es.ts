import type { ChangeWords } from './words.ts';

const listed = (words: readonly string[]): string => {
  if (words.length < 2) return words.join('');
  const last = words.at(-1) ?? '';
  return `${words.slice(0, -1).join(', ')} ${/^h?i(?!e)/i.test(last) ? 'e' : 'y'} ${last}`;
};
const number = (count: number): string => count.toLocaleString('es');
const many = (count: number, one: string, more = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : more}`;
const some = (count: number, one: string, more?: string): string[] =>
  count === 0 ? [] : [many(count, one, more)];
const days = (count: number): string =>
  `${many(Math.abs(count), 'día')} ${count < 0 ? 'antes' : 'más tarde'}`;
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

export const changeWordsEs: ChangeWords = {
  edits: {
    shift: (where, count) => `Mover ${days(count)}: ${where}`,
    skip: (where) => `Omitir: ${where}`,
    rest: (where, months) => `Dejar descansar ${listed(months)}: ${where}`,
    pause: (where) => `Poner en pausa: ${where}`,
    resume: (where, count) =>
      count === 0 ? `Reanudar con las mismas fechas: ${where}` : `Reanudar, ${days(count)}: ${where}`,
    absence: (name, from, until, cover) =>
      `Ausencia de ${name}, del ${from} al ${until}${cover === null ? '' : `; en su lugar, ${cover}`}`,
    reassign: (from, to, where) =>
      from === null ? `Pasar una tarea a ${to}` : `Pasar a ${to} lo que hace ${from}: ${where}`,
    people: (names) => `Otras funciones: ${listed(names)}`,
    profile: (name) => `Escribir de otra manera a ${name}`,
    calendar: (holidays, workdays) =>
      `Calendario: ${listed([...some(holidays, 'día libre', 'días libres'), ...some(workdays, 'día laborable', 'días laborables')])} más`,
    enrol: (teams) => `${teams.length === 1 ? 'Se incorpora' : 'Se incorporan'}: ${listed(teams)}`,
    withdraw: (team) => `Ya no participa: ${team}`,
    amend: 'Seguir una versión nueva de la hoja de ruta',
    tailor: (where) => `Una regla propia: ${where}`,
    confirm: 'Enviar lo que una versión nueva había retenido',
    undo: (what) => `Deshacer: ${what}`,
  },
  scope: {
    program: (title) => `todo «${title}»`,
    whole: 'lo que es para todos los equipos juntos',
    everyTeam: 'todos los equipos',
    quarter: (count) => `trimestre ${count}`,
  },
  list: {
    title: 'Cambios',
    none: 'No se ha cambiado nada desde el comienzo.',
    new: 'Cambiar algo',
    made: (by, when) => `${by}, ${when}`,
    reach: (steps, mails) => {
      const parts = [...some(steps, 'paso'), ...some(mails, 'correo')];
      return parts.length === 0
        ? 'No afectó a ninguna fecha ni a ningún correo.'
        : `Afectó a ${listed(parts)}.`;
    },
    undone: 'deshecho después',
    undo: 'Deshacerlo …',
    undoOf: (what) => `Deshacerlo: ${what}`,
    notices: {
      made: 'El cambio está hecho. A las personas afectadas se les escribirá según las nuevas fechas.',
      twice: 'Este cambio ya estaba hecho; no se ha hecho nada por segunda vez.',
    },
  },
  form: {
    title: 'Cambiar algo',
    lead: 'Primero verá qué haría el cambio. No pasa nada antes de que usted lo diga.',
    kinds: {
      shift: { title: 'Mover fechas', text: 'Dar más tiempo, o empezar antes.' },
      pause: { title: 'Poner en pausa', text: 'Nada empieza y no sale ningún correo hasta que lo reanude.' },
      resume: { title: 'Reanudar', text: 'Terminar una pausa.' },
      skip: { title: 'Omitir pasos', text: 'No se harán.' },
      rest: { title: 'Dejar descansar meses', text: 'En esos meses no se pregunta a los pacientes.' },
      absence: { title: 'Alguien se ausenta', text: 'Y quién le sustituye.' },
      reassign: { title: 'Pasar a otra persona', text: 'Lo que hace una persona pasa a otra.' },
    },
    other: 'Otra cosa',
    fields: {
      team: 'Para quién',
      part: 'Qué',
      period: 'Qué mes',
      days: 'Cuántos días',
      way: 'Después o antes',
      to: 'O bien: a este día',
      dates: 'Qué pasa con las fechas',
      restFrom: 'Primer mes que descansa',
      restUntil: 'Último mes que descansa',
      person: 'Quién se ausenta',
      from: 'Desde',
      until: 'Hasta (ese día inclusive)',
      cover: 'Quién le sustituye',
      handFrom: 'De quién',
      handTo: 'A quién',
    },
    options: {
      everything: 'Todos los equipos, y lo que es para todos juntos',
      whole: 'Solo lo que es para todos los equipos juntos',
      allParts: 'Todo',
      allOfStage: 'Toda la etapa',
      allPeriods: 'Todos los meses',
      later: 'después',
      earlier: 'antes',
      keep: 'Se quedan. Lo que venció mientras tanto estará atrasado enseguida.',
      move: 'Lo que no está hecho se mueve tantos días como duró la pausa.',
      choose: 'Elija, por favor',
      nobody: 'La persona siguiente',
      sameMonth: 'El mismo mes',
      program: 'Todo el programa',
    },
    hints: {
      to: 'Solo si todo lo que eligió vence el mismo día. Deje entonces vacío el número de días.',
      cover: 'Si no elige a nadie, cada tarea pasa a la persona siguiente a la que corresponde.',
    },
    chooseTeam: { text: 'Hay muchas personas. ¿De qué equipo?', button: 'Mostrar las personas' },
    nothingPaused: 'No hay nada en pausa.',
    show: 'Mostrar qué haría',
    problems: 'Mire esto, por favor:',
    problem: ({ what }) => {
      switch (what) {
        case 'needed':
          return 'Complete esto, por favor.';
        case 'number':
          return 'Indique un número entero de días, de 1 a 730.';
        case 'one_of_two':
          return 'Indique un número de días o un día, no las dos cosas.';
        case 'order':
          return 'El final es anterior al comienzo.';
        case 'same':
          return 'Elija aquí a otra persona.';
      }
    },
  },
  preview: {
    title: 'Qué haría esto',
    notYet: 'Todavía no se ha cambiado nada.',
    id: (id) => `Cambio ${id}`,
    sums: ({ moved, cancelled, added, held, freed, hands, over }) => {
      const verb = (count: number, one: string): string => (count === 1 ? one : `${one}n`);
      const both = ({ steps, mails }: { steps: number; mails: number }, one: string): string[] => {
        const parts = [...some(steps, 'paso'), ...some(mails, 'correo')];
        return parts.length === 0 ? [] : [`se ${verb(steps + mails, one)} ${listed(parts)}`];
      };
      const parts = [
        ...both(moved, 'mueve'),
        ...both(cancelled, 'cancela'),
        ...both(added, 'añade'),
        ...(held === 0 ? [] : [`se ${verb(held, 'retiene')} ${many(held, 'correo')} hasta que lo reanude`]),
        ...(freed === 0 ? [] : [`se ${verb(freed, 'libera')} ${many(freed, 'correo')}`]),
        ...(hands === 0
          ? []
          : [`${verb(hands, 'pasa')} a otra persona ${many(hands, 'tarea abierta', 'tareas abiertas')}`]),
      ];
      const stays =
        over === 0
          ? ''
          : ` ${many(over, 'paso')} ya ${over === 1 ? 'terminó y queda' : 'terminaron y quedan'} como estaba${over === 1 ? '' : 'n'}.`;
      return parts.length === 0
        ? `Ninguna fecha y ningún correo cambiarían.${stays}`
        : `${sentence(parts.join('; '))}${stays}`;
    },
    steps: 'Fechas',
    was: 'Era para el',
    willBe: 'Será para el',
    notPlanned: 'no estaba previsto',
    notAtAll: 'no se hará',
    open: 'ya abierto',
    whole: 'Todos los equipos juntos',
    more: (count) => `y ${number(count)} más`,
    counted: 'Qué pasa, en cifras',
    countedLine: ({ title, what, count }) =>
      ({
        step: `${title}: ${many(count, 'equipo')}`,
        task: `${title}: ${many(count, 'tarea abierta', 'tareas abiertas')}`,
        message: `Correos sobre ${title}: ${number(count)}`,
      })[what],
    tasks: 'Quién está a cargo',
    hands: (from, to) =>
      to === null ? `de ${from ?? 'nadie'}; se deja de lado` : `de ${from ?? 'nadie'} a ${to}`,
    mails: 'Correos, por persona',
    ofPerson: ({ moved, cancelled, added, held, freed }) =>
      listed([
        ...(moved === 0 ? [] : [`${moved} con otra fecha`]),
        ...(cancelled === 0 ? [] : [many(cancelled, 'cancelado')]),
        ...(added === 0 ? [] : [many(added, 'añadido')]),
        ...(held === 0 ? [] : [many(held, 'retenido')]),
        ...(freed === 0 ? [] : [many(freed, 'liberado')]),
      ]),
    notes: 'Conviene mirarlo',
    cannot: 'Así no se puede hacer:',
    past: (when) => `sería para el ${when}, que ya pasó`,
    pastMore: 'Muévalo menos, u omita lo que ya quedó atrás.',
    make: 'Hacer este cambio',
    takeBack: 'Deshacerlo',
    back: 'Cambiar algo de esto',
  },
  refused: {
    overtaken: {
      title: 'Algo cambió mientras tanto',
      text: 'Su cambio ya no haría lo que se le mostró, así que no se ha hecho nada.',
      others: 'Desde que usted miró:',
      nobody: 'Alguien terminó o empezó algo de lo que trata.',
      again: 'Mostrar qué haría ahora',
    },
    title: 'Así no se puede hacer',
    why: {
      paused: 'Ya está en pausa. Reanúdelo, o déjelo como está.',
      not_paused: 'No está en pausa, así que no hay nada que reanudar.',
      undone: 'Ese cambio ya se deshizo, o ya no forma parte del plan.',
      other: 'Mire lo que eligió. No se ha cambiado nada.',
    },
    away: {
      title: 'Ahora no podemos llegar al programa',
      text: 'Lo que escribió queda en esta página. Puede enviarlo de nuevo dentro de un momento; se hará una sola vez.',
      again: 'Intentar de nuevo',
    },
  },
};
