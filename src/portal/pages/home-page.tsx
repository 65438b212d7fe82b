import type { Language } from '../../domain/language.ts';
import { Layout } from './layout.tsx';

const words: Readonly<
  Record<
    Language,
    {
      readonly title: string;
      readonly lead: string;
      readonly what: string;
      readonly points: readonly string[];
      readonly how: string;
      readonly links: string;
      readonly signIn: string;
      readonly questions: string;
    }
  >
> = {
  en: {
    title: 'Care teams and patients, month by month',
    lead: 'This is the portal of a program in which clinics and patients work as partners to make care better.',
    what: 'What it does',
    points: [
      'It keeps the plan: who does what, and by when.',
      'It sends each person what is theirs, in their language and at a good hour.',
      'It reminds teams to ask patients every month, and to act on what they hear.',
    ],
    how: 'How you get in',
    links:
      'You need no account and no password: what is yours reaches you by mail. If you were given the address of a personal calendar, it is for you alone. Please do not pass it on.',
    signIn: 'Sign in with a link to your mail',
    questions: 'Questions? Whoever leads your program is glad to help.',
  },
  es: {
    title: 'Equipos de salud y pacientes, mes a mes',
    lead: 'Este es el portal de un programa en el que clínicas y pacientes colaboran para mejorar la atención.',
    what: 'Qué hace',
    points: [
      'Lleva el plan: quién hace qué, y para cuándo.',
      'Envía a cada persona lo que le toca, en su idioma y a una hora adecuada.',
      'Recuerda a los equipos que pregunten a los pacientes cada mes y que actúen según lo que oyen.',
    ],
    how: 'Cómo se entra',
    links:
      'No necesita cuenta ni contraseña: lo que le toca le llega por correo. Si le dieron la dirección de un calendario personal, es solo para usted. Por favor, no la comparta.',
    signIn: 'Entrar con un enlace a su correo',
    questions: '¿Preguntas? Quien dirige su programa le ayudará con gusto.',
  },
};

/** The front door: what this is, and how one gets in. */
export const HomePage = ({
  language,
  signIn,
}: {
  readonly language: Language;
  /** Whether people sign in here. */
  readonly signIn: boolean;
}) => {
  const said = words[language];
  return (
    <Layout language={language} title={`milepost: ${said.title}`}>
      <h1>{said.title}</h1>
      <p class="lead">{said.lead}</p>
      <h2>{said.what}</h2>
      <ul>
        {said.points.map((point) => (
          <li>{point}</li>
        ))}
      </ul>
      <h2>{said.how}</h2>
      <p>{said.links}</p>
      {signIn ? (
        <p class="alone">
          <a href={`/sign-in?lang=${language}`}>{said.signIn}</a>
        </p>
      ) : null}
      <p>{said.questions}</p>
    </Layout>
  );
};
