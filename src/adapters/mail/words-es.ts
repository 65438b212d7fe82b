import type { MailContent } from './content.ts';
import type { Words } from './words.ts';
import { gateWords } from './words-gate.ts';

const gate = gateWords.es;

export const wordsEs: Words = {
  subject(content, title) {
    const day = content.due?.day;
    const held = content.missing === null || isBetweenPeople(content) ? null : gate.subject(content, title);
    if (held !== null) return held;
    switch (content.kind) {
      case 'assigned':
        return content.volunteer ? `¿Le gustaría participar? ${title}` : `Para usted: ${title}`;
      case 'handover':
        return `En sus manos: ${title}`;
      case 'takeover':
        return `Ya no tiene que hacer nada: ${title}`;
      case 'nudge':
        return `Unas palabras de ${content.note?.from ?? 'su equipo'}: ${title}`;
      case 'invitation':
        return day === undefined ? `Invitación: ${title}` : `Invitación para el ${day}: ${content.title}`;
      case 'notice':
        return title;
      case 'reminder':
        if (day === undefined) return `Recordatorio: ${title}`;
        return content.where === null ? `Vence el ${day}: ${title}` : `Se acerca el ${day}: ${content.title}`;
      case 'overdue':
        return `Sigue abierto, ¿podemos ayudar? ${title}`;
      case 'checkin':
        return '¿Podría llamar a la persona que le asesora como paciente?';
      case 'escalation':
        return `¿Podría ayudar? ${title}`;
    }
  },
  heading({ kind, title, about }) {
    if (kind === 'checkin') return `¿Podría llamar a ${about}?`;
    return kind === 'escalation' ? `¿Podría ayudar con «${title}»?` : title;
  },
  hello: (name) => `Buenos días, ${name}:`,
  opening,
  labels: {
    due: 'Vence',
    planned: 'Previsto para',
    begins: 'Cuándo',
    takes: 'Duración aproximada',
    where: 'Dónde',
    team: 'Equipo',
    period: 'Periodo',
    months: 'Meses incluidos',
  },
  monthsFound: ({ found, asked, missing }) =>
    missing.length === 0 ? `${found} de ${asked}` : `${found} de ${asked}; falta: ${missing.join(', ')}`,
  duration(minutes) {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    const parts = [
      ...(hours > 0 ? [hours === 1 ? '1 hora' : `${hours} horas`] : []),
      ...(rest > 0 ? [rest === 1 ? '1 minuto' : `${rest} minutos`] : []),
    ];
    return parts.join(' y ');
  },
  why: 'Por qué importa',
  what({ kind }) {
    if (kind === 'notice') return 'Qué hay de nuevo';
    return kind === 'checkin' || kind === 'escalation' ? 'Qué pide este paso' : 'Qué hacer';
  },
  asks: 'Se le pedirá',
  answer: ({ kind, where }) =>
    kind === 'checkin'
      ? 'Si ya está hecho, puede indicarlo en su nombre:'
      : where === null
        ? 'Cuando esté hecho, indíquelo con'
        : 'Después, indique que participó con',
  setAside: 'Si no conviene, puede dejarlo de lado y decir por qué:',
  link: {
    lead({ kind, commands, missing, where }) {
      if (kind === 'escalation' && commands !== null) return 'Vea cómo está, y qué puede hacer usted:';
      if (kind === 'checkin' && commands !== null)
        return 'Vea cómo está, o indique en su nombre que está hecho:';
      if (kind === 'escalation' || kind === 'checkin') return 'Vea cómo está:';
      if (commands === null) return 'Ábralo aquí:';
      if (missing !== null) return 'Vea qué falta, o siga sin ello:';
      if (where !== null)
        return 'Ábralo aquí, y después indique que participó; o ya ahora, que no le conviene:';
      return 'Ábralo aquí para rellenarlo e indicar que está hecho, o que no es posible:';
    },
    label: 'Abrir este paso',
    own: 'El enlace es solo para usted: abre este paso sin contraseña mientras el paso siga abierto. Por favor, no lo comparta.',
  },
  missing: gate.missing,
  goOn: gate.goOn,
  help,
  closing: ({ kind }) =>
    kind === 'checkin' || kind === 'escalation' ? 'Gracias por cuidarse unos a otros.' : 'Gracias.',
  footer: (program) =>
    `Recibe este mensaje porque participa en «${program}». Se envió automáticamente; todas las horas son de su reloj local.`,
};

function opening(content: MailContent): string {
  const due = content.due?.full ?? '';
  const team = content.team ?? `«${content.program}»`;
  const about = content.about ?? '';
  const held =
    content.missing === null || isBetweenPeople(content)
      ? null
      : gate.opening(content, ledBy(content) ?? team);
  if (held !== null) return held;
  switch (content.kind) {
    case 'assigned':
      if (content.about !== null) return inHand(content, content.about);
      return content.volunteer
        ? `su mirada como paciente ayudaría a ${team} en este paso. Participe en la medida en que le convenga.`
        : `este es un paso de «${content.program}» que le corresponde.`;
    case 'handover':
      return content.about === null
        ? `este paso de «${content.program}» está en sus manos a partir de ahora.`
        : inHand(content, content.about);
    case 'takeover':
      return `${about === '' ? 'otra persona' : about} se encarga de esto desde ahora. Usted ya no tiene que hacer nada. Gracias por haberlo tenido en sus manos.`;
    case 'nudge':
      return nudge(content);
    case 'invitation':
      return content.volunteer
        ? `le invitamos con mucho gusto, y su mirada como paciente es bienvenida. Venga si le conviene. El evento va adjunto para su calendario.`
        : `le invitamos a participar. El evento va adjunto para su calendario.`;
    case 'notice':
      return `una breve nota de «${content.program}».`;
    case 'reminder':
      if (content.where !== null) return `ya se acerca: ${due}.`;
      return content.volunteer
        ? `esto vence el ${due}. Si prefiere no hacerlo esta vez, no hay problema.`
        : `esto vence el ${due}. Si ya lo hizo, gracias: solo indíquelo más abajo.`;
    case 'overdue':
      return `ya pasó el día previsto para este paso, y sigue abierto. Ocurre: los días en la clínica son intensos.`;
    case 'checkin':
      return `${about} dedica su tiempo a ${team} asesorando como paciente. Le escribimos sobre «${content.title}» y no hemos tenido respuesta. ¿Podría llamarle en los próximos días, para saber cómo está y si esto le conviene?`;
    case 'escalation':
      return `«${content.title}» sigue abierto, y está en manos de ${about}. Se lo contamos porque usted dirige ${ledBy(content) ?? team} y quizá pueda despejar el camino. Nadie ha hecho nada mal.`;
  }
}

/** Words that somebody asked for: they say the same of a gate as of any step. */
const isBetweenPeople = ({ kind }: MailContent): boolean => kind === 'nudge' || kind === 'takeover';

function nudge({ note, team, program }: MailContent): string {
  const from = note?.from ?? team ?? `«${program}»`;
  const said = note?.text === undefined || note.text === null ? '' : ` ${from} escribe: «${note.text}»`;
  return `${from} nos pidió recordarle este paso. Si ya lo hizo, gracias: solo indíquelo más abajo.${said}`;
}

const inHand = ({ program }: MailContent, forWhom: string): string =>
  `este paso de «${program}» está en sus manos, en lugar de ${forWhom}.`;

const ledBy = ({ leads }: MailContent): string | null =>
  leads?.what === 'program' ? `el programa «${leads.name}»` : (leads?.name ?? null);

function help({ kind, helper, missing }: MailContent): ReturnType<Words['help']> {
  // A gate brings an offer of help from the first.
  switch (missing !== null && kind !== 'escalation' ? 'overdue' : kind) {
    case 'overdue':
      return {
        lead: `Si algo lo dificulta, ${helper ?? 'la dirección del programa'} le ayudará con gusto. Basta una palabra, por ejemplo sobre:`,
        ideas: ['cómo encontrar tiempo, u otro día', 'quién puede encargarse de una parte', 'cualquier duda'],
      };
    case 'escalation':
      return {
        lead: 'Lo que suele ayudar:',
        ideas: [
          'preguntar qué lo dificulta',
          'liberar una hora, o buscar a alguien que se encargue de una parte',
          'acordar un día que convenga',
        ],
      };
    case 'checkin':
      return {
        lead: 'Buenas preguntas para la llamada:',
        ideas: [
          '¿Le convienen el día, el lugar y el material?',
          '¿Qué podríamos facilitar: transporte, cuidado de niños, conversar en lugar de un formulario?',
          '¿Prefiere no hacerlo esta vez? No hay problema.',
        ],
      };
    case 'assigned':
    case 'handover':
    case 'invitation':
    case 'reminder':
    case 'nudge':
      return helper === null
        ? null
        : { lead: `¿Preguntas? Responda a este mensaje; lo leerá ${helper}.`, ideas: [] };
    case 'notice':
    case 'takeover':
      return null;
  }
}
