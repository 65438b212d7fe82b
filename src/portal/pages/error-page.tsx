import type { Language } from '../../domain/language.ts';
import type { PortalError } from '../http/errors.tsx';
import { Layout } from './layout.tsx';

interface Said {
  readonly title: string;
  readonly text: string;
}

const en: Readonly<Record<PortalError, Said>> = {
  bad_request: {
    title: 'We did not understand that',
    text: 'Please go back and try once more. Nothing was changed.',
  },
  not_signed_in: {
    title: 'Please sign in first',
    text: 'This page is for people who are signed in. You can ask for a link on the page “Sign in”.',
  },
  from_elsewhere: {
    title: 'That did not come from here',
    text: 'Nothing was changed. Please open the page again and press the button there.',
  },
  not_found: {
    title: 'There is nothing here',
    text: 'The link may be old, or a part of it may be missing. Please open it again from the mail that you received.',
  },
  not_allowed: { title: 'That does not work here', text: 'Please open the link again from your mail.' },
  too_large: { title: 'That was too much at once', text: 'Please send less. Nothing was changed.' },
  too_many: {
    title: 'One moment, please',
    text: 'There were many requests from your network. Please wait a minute and try again.',
  },
  broken: {
    title: 'Something went wrong on our side',
    text: 'It is not your fault. Please try again in a few minutes.',
  },
  away: {
    title: 'We will be back in a moment',
    text: 'The portal cannot reach its data right now. Nothing is lost. Please try again in a few minutes.',
  },
};

const es: Readonly<Record<PortalError, Said>> = {
  bad_request: {
    title: 'No lo hemos entendido',
    text: 'Vuelva atrás e inténtelo otra vez. No se ha cambiado nada.',
  },
  not_signed_in: {
    title: 'Primero tiene que entrar',
    text: 'Esta página es para quienes han entrado. Puede pedir un enlace en la página «Entrar».',
  },
  from_elsewhere: {
    title: 'Eso no vino de aquí',
    text: 'No se ha cambiado nada. Abra la página otra vez y pulse el botón que hay en ella.',
  },
  not_found: {
    title: 'Aquí no hay nada',
    text: 'El enlace puede ser antiguo, o puede faltarle una parte. Ábralo de nuevo desde el correo que recibió.',
  },
  not_allowed: { title: 'Eso no funciona aquí', text: 'Abra el enlace de nuevo desde su correo.' },
  too_large: { title: 'Era demasiado de una vez', text: 'Envíe menos. No se ha cambiado nada.' },
  too_many: {
    title: 'Un momento, por favor',
    text: 'Ha habido muchas peticiones desde su red. Espere un minuto e inténtelo de nuevo.',
  },
  broken: {
    title: 'Algo ha fallado de nuestra parte',
    text: 'No es culpa suya. Inténtelo de nuevo en unos minutos.',
  },
  away: {
    title: 'Volvemos en un momento',
    text: 'El portal no puede llegar ahora a sus datos. No se ha perdido nada. Inténtelo de nuevo en unos minutos.',
  },
};

const words: Readonly<Record<Language, Readonly<Record<PortalError, Said>>>> = { en, es };

const number: Readonly<Record<Language, string>> = {
  en: 'If it stays like this, tell your program lead this number:',
  es: 'Si sigue así, dígale este número a quien dirige su programa:',
};

/** What a person is told when the portal cannot do what they asked. */
export const ErrorPage = ({
  error,
  language,
  requestId,
}: {
  readonly error: PortalError;
  readonly language: Language;
  /** Shown where somebody has to look for the cause; null where nobody has. */
  readonly requestId: string | null;
}) => {
  const { title, text } = words[language][error];
  return (
    <Layout language={language} title={title}>
      <h1>{title}</h1>
      <p>{text}</p>
      {requestId === null ? null : (
        <p>
          {number[language]} <code>{requestId}</code>
        </p>
      )}
    </Layout>
  );
};
