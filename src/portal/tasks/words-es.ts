import type { TaskWords } from './words.ts';

function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    ...(hours > 0 ? [hours === 1 ? '1 hora' : `${hours} horas`] : []),
    ...(rest > 0 ? [rest === 1 ? '1 minuto' : `${rest} minutos`] : []),
  ];
  return parts.join(' y ');
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  const last = names.at(-1) ?? '';
  // Before the sound of i, y becomes e.
  return `${names.slice(0, -1).join(', ')} ${/^h?i/i.test(last) && !/^hi[aeo]/i.test(last) ? 'e' : 'y'} ${last}`;
}

export const wordsEs: TaskWords = {
  labels: {
    due: 'Vence',
    planned: 'Previsto para',
    begins: 'Cuándo',
    takes: 'Duración aproximada',
    where: 'Dónde',
    with: 'En manos de',
    team: 'Equipo',
    program: 'Programa',
  },
  duration,
  why: 'Por qué importa',
  what: 'Qué hacer',
  reason(reason) {
    switch (reason.kind) {
      case 'own':
        return 'Esto le corresponde a usted.';
      case 'invited':
        return 'Le invitamos a participar. Venga si le conviene.';
      case 'advisor':
        return `Su mirada como paciente ayuda a ${reason.place}. Participe en la medida en que le convenga.`;
      case 'for_all':
        return `Una persona lo hace por todos en ${reason.place}, y está en sus manos.`;
      case 'in_place_of':
        return `Está en sus manos, en lugar de ${reason.name}.`;
      case 'may_do':
        return `Está en manos de ${reason.owner}. Usted también puede hacerlo.`;
      case 'may_help':
        return `Está en manos de ${reason.owner}. Usted lo ve porque quizá pueda ayudar.`;
      case 'leads':
        return `Está en manos de ${reason.owner}. Usted lo ve porque dirige ${reason.place}, y puede indicar en su nombre que está hecho.`;
    }
  },
  others: (names) => `También ${names.length === 1 ? 'puede' : 'pueden'} hacerlo ${listed(names)}.`,
  past: (helper) =>
    `Ya pasó el día previsto. Ocurre: los días en la clínica son intensos. Si algo lo dificulta, ${helper ?? 'la dirección del programa'} le ayudará con gusto.`,
  missing: 'Antes queda por hacer:',
  closesItself: 'Cuando eso esté hecho, esto se cierra solo. No hay nada que rellenar.',
  form: {
    title: 'Lo que nos gustaría saber',
    plain: 'Cuando esté hecho, basta con pulsar un botón.',
    plainJoined: 'Después, basta con pulsar un botón.',
    optional: 'si lo desea',
    yes: 'Sí',
    no: 'No',
    none: 'Sin respuesta',
    from: 'Desde',
    to: 'Hasta',
    rangeHint: 'Una estimación, de menos a más. Si conoce el número, rellene solo uno de los dos.',
    bounds(min, max) {
      if (min !== null && max !== null) return `Un número de ${min} a ${max}`;
      if (min !== null) return `Un número, ${min} o más`;
      return max === null ? null : `Un número, ${max} como máximo`;
    },
    evidence: 'Qué muestra que está hecho',
    evidenceHint: 'Un enlace o una frase, cada cosa en su propia línea. No escriba nombres de pacientes.',
    done: 'Está hecho',
    joined: 'He participado',
    save: 'Guardar para más tarde',
    draft: (when) => `Esto es lo que escribió el ${when}. Se lo guardamos aquí; nadie más lo tiene todavía.`,
  },
  problems: {
    title: 'Ya casi está. Revise esto, por favor:',
    fault(fault) {
      switch (fault.kind) {
        case 'needed':
        case 'empty':
          return 'Rellene esto, por favor.';
        case 'too_long':
          return `Escriba menos de ${fault.bound} caracteres, por favor.`;
        case 'not_text':
          return 'Contiene un carácter que no podemos guardar. Escríbalo de nuevo, por favor.';
        case 'number':
          return 'Escriba un número con cifras, por ejemplo 12.';
        case 'yes_no':
          return 'Elija sí o no, por favor.';
        case 'choice':
          return 'Elija una de estas opciones, por favor.';
        case 'date':
          return 'Indique un día que exista en el calendario, por ejemplo 2027-03-31.';
        case 'range':
          return 'Escriba números enteros con cifras, por ejemplo 180 y 220.';
        case 'order':
          return 'El primer número debe ser el menor.';
        case 'min':
          return `Indique ${fault.bound} o más, por favor.`;
        case 'max':
          return `Indique ${fault.bound} como máximo, por favor.`;
        case 'whole':
          return `Indique un número entero de 0 a ${fault.bound}, por favor.`;
        case 'more_returned':
          return `Volvieron más formularios que pacientes a quienes se preguntó (${fault.bound}). Revise los dos números, por favor.`;
        case 'more_asked':
          return `Se preguntó a más pacientes de los que se atendieron como máximo (${fault.bound}). Revise los dos números, por favor.`;
        case 'link':
          return 'Un enlace debe empezar por https:// o http://.';
      }
    },
    reason: 'Díganos en pocas palabras por qué.',
    whom: 'Elija a una persona, por favor.',
  },
  hand: {
    title: 'Pasarlo a otra persona',
    text: 'Le escribimos a esa persona, y usted ya no lo tiene en su lista. Lo mejor es preguntarle antes.',
    label: '¿Quién se encarga?',
    button: 'Pasarlo',
  },
  take: {
    title: 'Encargarme yo',
    text: 'Pasa a su lista, y a quien lo tiene ahora le decimos que ya no tiene que hacer nada.',
    button: 'Me encargo yo',
  },
  cannot: {
    aside: {
      title: 'No puedo, o prefiero no hacerlo',
      text: 'No hay problema. Bastan pocas palabras. Queda de lado para usted y no volvemos a preguntarle.',
      label: 'Por qué no conviene',
      button: 'Dejarlo de lado',
    },
    aside_for_owner: (name) => ({
      title: `Dejarlo de lado para ${name}`,
      text: `Queda cerrado para ${name}, junto con el motivo que usted indique, y no volvemos a preguntar. Lo mejor es hablarlo antes.`,
      label: 'Por qué se deja de lado',
      button: 'Dejarlo de lado',
    }),
    aside_for_all: {
      title: 'Dejarlo de lado',
      text: 'Queda cerrado para todas las personas a quienes correspondía, junto con su motivo.',
      label: 'Por qué se deja de lado',
      button: 'Dejarlo de lado',
    },
    gate: {
      title: 'Seguir sin esto',
      text: 'Lo que viene después puede empezar aunque esto falte, junto con su motivo.',
      label: 'Por qué es mejor seguir',
      button: 'Seguir sin esto',
    },
    ask: (name) => ({
      title: 'No puedo hacerlo',
      text: `Entonces pasa a ${name}, que sabrá por usted el motivo y buscará una solución. Usted ya no lo tiene en su lista.`,
      label: `Unas palabras para ${name}: por qué no es posible`,
      button: `Pasarlo a ${name}`,
    }),
  },
  story: {
    title: 'Qué ha pasado hasta ahora',
    happened(happened) {
      switch (happened.kind) {
        case 'opened':
          return 'Comenzó.';
        case 'past':
          return 'Llegó el día previsto y seguía abierto.';
        case 'more_time':
          return 'Se le dio más tiempo.';
        case 'brought_on':
          return 'Se avisó a alguien que puede ayudar.';
        case 'reminded':
          return 'Enviamos un recordatorio.';
        case 'handed':
          return `${happened.name} lo pasó a otra persona.`;
        case 'nudged':
          return `${happened.name} envió unas palabras.`;
      }
    },
  },
  help: (name) => `¿Preguntas? ${name} le ayudará con gusto.`,
  notice: {
    twice: 'Ya lo teníamos. No se ha enviado nada por segunda vez.',
    saved: 'Guardado. Vuelva por el mismo enlace cuando quiera.',
    handed: 'Hecho: pasa a otra persona, y se lo hacemos saber.',
    taken: 'Ahora está en sus manos. Gracias.',
    asked: 'Ya no está en su lista, y sus palabras van en camino.',
    asked_only:
      'Ya no está en su lista, y se lo hacemos saber. Esta vez no pudimos transmitir sus palabras: dígaselas usted, por favor.',
  },
  ended: {
    title: { completed: 'Esto está hecho', waived: 'Esto se dejó de lado', lapsed: 'Esto ya terminó' },
    text({ how, you, name, when }) {
      const on = when === null ? '' : ` el ${when}`;
      if (how === 'lapsed') return `Terminó por sí solo${on}. No queda nada por hacer.`;
      if (how === 'completed') {
        if (you) return `Usted lo indicó${on}.`;
        return name === null ? `Se hizo${on}.` : `${name} lo indicó${on}.`;
      }
      if (you) return `Usted lo dejó de lado${on}.`;
      return name === null ? `Se dejó de lado${on}.` : `${name} lo dejó de lado${on}.`;
    },
    thanks: 'Gracias.',
    nothingToDo: 'Usted ya no tiene que hacer nada.',
    reason: 'El motivo',
    answers: 'Lo que se rellenó',
  },
  meanwhile: {
    text: 'Alguien se adelantó: esto se cerró mientras usted tenía la página abierta. Lo que rellenó no se ha enviado.',
    own: 'Usted ya lo había cerrado, con otras palabras. Lo que escribió ahora no se ha añadido.',
    yours: 'Lo que usted había escrito',
  },
  elsewhere: {
    title: 'Esto está ahora en otras manos',
    unsent: 'Pasó a otras manos mientras usted escribía. Lo que envió ya no hacía falta.',
    text: ['Aquí ya no tiene que hacer nada. Gracias por haberlo tenido en sus manos.'],
  },
  refused:
    'Ahora mismo no ha sido posible, porque algo ha cambiado mientras tanto. No se ha hecho nada. Revíselo una vez más, por favor.',
  away: {
    title: 'Ahora mismo no hemos podido guardarlo',
    text: 'Algo de nuestra parte no responde por un momento. No se ha perdido nada de lo que escribió: está todo aquí. Inténtelo de nuevo en un minuto.',
    again: 'Intentarlo de nuevo',
  },
  mine: {
    title: 'Lo que me toca este mes',
    lead: (count, minutes) =>
      `${count === 1 ? 'Un asunto' : `${count} asuntos`} por hacer${minutes > 0 ? `, aproximadamente ${duration(minutes)} en total` : ''}.`,
    empty: 'Ahora mismo no le espera nada.',
    emptyMore: 'Cuando llegue algo, le escribiremos. Que tenga un buen día.',
    now: 'Para hacer ahora',
    offer: 'Ya pasó el día previsto. ¿Podemos ayudar en algo?',
    coming: 'En las próximas semanas',
    comingEmpty: 'No hay nada previsto para usted en las próximas cinco semanas.',
    due: (day) => `Vence el ${day}`,
    begins: (day) => `El ${day}`,
    planned: (day) => `Previsto para el ${day}`,
    about: (time) => `dura aproximadamente ${time}`,
    others: 'En manos de otras personas; usted también puede hacerlo',
    withWhom: (name) => `en manos de ${name}`,
    done: 'Hecho este mes',
    doneOn: (day) => `Hecho el ${day}`,
  },
};
