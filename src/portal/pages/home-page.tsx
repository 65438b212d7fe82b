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
      readonly confidential: string;
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
      'It brings what patients say back to the team that can act on it.',
    ],
    how: 'How you get in',
    links:
      'You need no account and no password. What is yours reaches you by mail. Links in those mails, such as the one to your personal calendar, are for you alone: please do not pass them on.',
    confidential: 'Questions? Reply to any mail of your program. A person reads it.',
  },
  es: {
    title: 'Equipos de salud y pacientes, mes a mes',
    lead: 'Este es el portal de un programa en el que clínicas y pacientes colaboran para mejorar la atención.',
    what: 'Qué hace',
    points: [
      'Lleva el plan: quién hace qué, y para cuándo.',
      'Envía a cada persona lo que le toca, en su idioma y a una hora adecuada.',
      'Devuelve lo que dicen los pacientes al equipo que puede actuar.',
    ],
    how: 'Cómo se entra',
    links:
      'No necesita cuenta ni contraseña. Lo que le toca le llega por correo. Los enlaces de esos correos, como el de su calendario personal, son solo para usted: por favor, no los comparta.',
    confidential: '¿Preguntas? Responda a cualquier correo de su programa. Lo lee una persona.',
  },
};

/** The front door: what this is, and how one gets in. */
export const HomePage = ({ language }: { readonly language: Language }) => {
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
      <p>{said.confidential}</p>
    </Layout>
  );
};
