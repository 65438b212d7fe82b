import type { Language } from '../../domain/language.ts';
import type { MailContent } from './content.ts';

/** What a mail about a gate says in place of the words for other tasks; null where it says the same. */
interface GateWords {
  readonly subject: (content: MailContent, title: string) => string | null;
  readonly opening: (content: MailContent, leads: string) => string | null;
  /** Heads the list of what is still to be done. */
  readonly missing: string;
  /** Leads to the command that opens the gate without it. */
  readonly goOn: string;
}

export const gateWords: Readonly<Record<Language, GateWords>> = {
  en: {
    subject({ kind, due }, title) {
      switch (kind) {
        case 'assigned':
          return `Still missing before we go on: ${title}`;
        case 'reminder':
          return due === null ? null : `Still missing, planned for ${due.day}: ${title}`;
        case 'overdue':
          return `Still missing, can we help? ${title}`;
        default:
          return null;
      }
    },
    opening({ kind, program, due, title, about }, leads) {
      switch (kind) {
        case 'assigned':
          return `before “${program}” goes on here, something is still to be done; it is listed below. When it is done, this closes by itself, and there is nothing more to tell us.`;
        case 'reminder':
          return `what is listed below is still to be done; the plan was to have it by ${due?.full ?? ''}. When it is done, this closes by itself.`;
        case 'overdue':
          return `the day planned for this has passed, and what is listed below is still to be done. That happens: clinic days are full.`;
        case 'escalation':
          return `“${title}” waits for what is listed below, and ${about ?? ''} has it in hand. You are told because you lead ${leads} and may be able to clear the way. Nobody has done anything wrong.`;
        default:
          return null;
      }
    },
    missing: 'Still missing:',
    goOn: 'If it is better to go on without it, say why:',
  },
  es: {
    subject({ kind, due }, title) {
      switch (kind) {
        case 'assigned':
          return `Falta algo antes de seguir: ${title}`;
        case 'reminder':
          return due === null ? null : `Aún falta algo, previsto para el ${due.day}: ${title}`;
        case 'overdue':
          return `Aún falta algo, ¿podemos ayudar? ${title}`;
        default:
          return null;
      }
    },
    opening({ kind, program, due, title, about }, leads) {
      switch (kind) {
        case 'assigned':
          return `antes de que «${program}» siga en este punto, queda algo por hacer; está en la lista de abajo. Cuando esté hecho, esto se cierra solo y no hace falta avisarnos.`;
        case 'reminder':
          return `lo que está en la lista de abajo queda por hacer; se había previsto para el ${due?.full ?? ''}. Cuando esté hecho, esto se cierra solo.`;
        case 'overdue':
          return `ya pasó el día previsto, y lo que está en la lista de abajo queda por hacer. Ocurre: los días en la clínica son intensos.`;
        case 'escalation':
          return `«${title}» espera lo que está en la lista de abajo, y está en manos de ${about ?? ''}. Se lo contamos porque usted dirige ${leads} y quizá pueda despejar el camino. Nadie ha hecho nada mal.`;
        default:
          return null;
      }
    },
    missing: 'Aún falta:',
    goOn: 'Si es mejor seguir sin esto, diga por qué:',
  },
};
