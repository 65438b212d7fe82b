import type { Language } from '../domain/language.ts';
import type { FormProblem } from './form.ts';
import { COMMENT_LENGTH } from './form.ts';

/** What the pages say around the questions. */
export interface SurveyWords {
  /** The name of the language, in itself. */
  readonly name: string;
  readonly inThis: string;
  readonly intro: readonly string[];
  readonly place: (place: string) => string;
  readonly notUrgent: string;
  readonly urgent: string;
  readonly levels: readonly [string, string, string, string, string];
  readonly yes: string;
  readonly no: string;
  readonly skip: string;
  readonly required: string;
  readonly written: string;
  readonly send: string;
  readonly again: string;
  readonly thanks: { readonly title: string; readonly text: readonly string[] };
  readonly used: { readonly title: string; readonly text: readonly string[] };
  readonly enter: {
    readonly title: string;
    readonly text: string;
    readonly label: string;
    readonly hint: string;
    readonly button: string;
  };
  readonly unknown: { readonly title: string; readonly text: readonly string[] };
  readonly away: { readonly title: string; readonly text: readonly string[] };
  readonly problems: Readonly<Record<FormProblem['kind'], string>> & { readonly title: string };
}

export const surveyWords: Readonly<Record<Language, SurveyWords>> = {
  en: {
    name: 'English',
    inThis: 'Read this in English',
    intro: [
      'It takes about two minutes. You choose if you want to answer, and you may skip any question. Your care stays the same if you do or do not.',
      'We do not ask who you are. Your team sees the answers of many people at once, never those of one.',
    ],
    place: (place) => `This is about your care at ${place}.`,
    notUrgent:
      'Nobody reads this right away. If you need care now, call your clinic. In an emergency, call 911.',
    urgent: 'Do you need to talk with someone now? You can call:',
    levels: ['Never', 'Not often', 'Sometimes', 'Often', 'Always'],
    yes: 'Yes',
    no: 'No',
    skip: 'Skip this one',
    required: 'needed',
    written:
      'Please leave out names. Someone who is not on your care team reads this first, to keep people safe. Your team may see what you write after that.',
    send: 'Send my answers',
    again: 'Send again',
    thanks: {
      title: 'Thank you',
      text: [
        'We have your answers. They help your clinic to make care better.',
        'Each card counts once. You can close this page.',
      ],
    },
    used: {
      title: 'This card has been used',
      text: [
        'Thank you. Each card counts once.',
        'If it was not you who used it, please ask your clinic for a new card.',
      ],
    },
    enter: {
      title: 'Type the code on your card',
      text: 'You find it on the card that your clinic gave you.',
      label: 'Code',
      hint: '12 letters and numbers, such as 7QK2-M3XR-9FDH. Small letters are fine too.',
      button: 'Go on',
    },
    unknown: {
      title: 'We do not know this code',
      text: [
        'Please look at the card again and type what it says. There is no letter O, I, L or U in a code.',
        'If it still does not work, ask your clinic for a new card. You did nothing wrong.',
      ],
    },
    away: {
      title: 'We could not save your answers yet',
      text: ['Nothing is lost: we kept what you chose on this page.', 'Please press the button once more.'],
    },
    problems: {
      title: 'Please look at this',
      empty: 'You have not answered anything yet. Please choose at least one answer.',
      required: 'This question needs an answer.',
      no_choice: 'Please choose one of the answers.',
      too_long: `This is a bit too long. Please write at most ${COMMENT_LENGTH} letters.`,
      other_words: 'The questions have changed since you opened this page. Please look at them once more.',
    },
  },
  es: {
    name: 'Español',
    inThis: 'Leer esto en español',
    intro: [
      'Toma unos dos minutos. Usted decide si quiere responder y puede saltarse cualquier pregunta. Su atención será la misma si responde o no.',
      'No preguntamos quién es usted. Su equipo ve juntas las respuestas de muchas personas, nunca las de una sola.',
    ],
    place: (place) => `Se trata de su atención en ${place}.`,
    notUrgent:
      'Nadie lee esto enseguida. Si necesita atención ahora, llame a su clínica. En una emergencia, llame al 911.',
    urgent: '¿Necesita hablar con alguien ahora? Puede llamar a:',
    levels: ['Nunca', 'Pocas veces', 'A veces', 'Muchas veces', 'Siempre'],
    yes: 'Sí',
    no: 'No',
    skip: 'Saltar esta pregunta',
    required: 'necesaria',
    written:
      'Por favor, no escriba nombres. Primero lo lee alguien que no es de su equipo de salud, para cuidar a las personas. Después su equipo puede ver lo que escribió.',
    send: 'Enviar mis respuestas',
    again: 'Enviar otra vez',
    thanks: {
      title: 'Gracias',
      text: [
        'Tenemos sus respuestas. Ayudan a su clínica a mejorar la atención.',
        'Cada tarjeta cuenta una vez. Puede cerrar esta página.',
      ],
    },
    used: {
      title: 'Esta tarjeta ya se usó',
      text: [
        'Gracias. Cada tarjeta cuenta una vez.',
        'Si no fue usted quien la usó, pida una tarjeta nueva en su clínica.',
      ],
    },
    enter: {
      title: 'Escriba el código de su tarjeta',
      text: 'Está en la tarjeta que le dio su clínica.',
      label: 'Código',
      hint: '12 letras y números, como 7QK2-M3XR-9FDH. También puede usar minúsculas.',
      button: 'Seguir',
    },
    unknown: {
      title: 'No conocemos este código',
      text: [
        'Por favor, mire otra vez la tarjeta y escriba lo que dice. En un código no hay letras O, I, L ni U.',
        'Si aún no funciona, pida una tarjeta nueva en su clínica. Usted no hizo nada mal.',
      ],
    },
    away: {
      title: 'Aún no pudimos guardar sus respuestas',
      text: [
        'No se perdió nada: guardamos en esta página lo que usted eligió.',
        'Por favor, pulse el botón una vez más.',
      ],
    },
    problems: {
      title: 'Por favor, mire esto',
      empty: 'Todavía no ha respondido nada. Por favor, elija al menos una respuesta.',
      required: 'Esta pregunta necesita una respuesta.',
      no_choice: 'Por favor, elija una de las respuestas.',
      too_long: `Es un poco largo. Por favor, escriba como mucho ${COMMENT_LENGTH} letras.`,
      other_words: 'Las preguntas cambiaron desde que abrió esta página. Por favor, mírelas otra vez.',
    },
  },
};
