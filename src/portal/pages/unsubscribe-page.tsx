import type { Language } from '../../domain/language.ts';
import type { Subscription } from '../unsubscribe/port.ts';
import { Layout } from './layout.tsx';

interface Words {
  readonly kinds: Readonly<Record<Subscription['group'], string>>;
  readonly on: {
    readonly title: string;
    readonly text: (kind: string, program: string) => string;
    readonly button: string;
  };
  readonly off: {
    readonly title: string;
    readonly text: (kind: string, program: string) => string;
    readonly button: string;
  };
  /** What is not concerned. */
  readonly rest: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    kinds: { notices: 'short notes about news', stories: 'stories from other teams' },
    on: {
      title: 'Do you want to stop these mails?',
      text: (kind, program) => `You receive ${kind} from “${program}” by mail.`,
      button: 'Stop these mails',
    },
    off: {
      title: 'You will not receive these mails any more',
      text: (kind, program) =>
        `We no longer send you ${kind} from “${program}”. One that is already on its way may still arrive.`,
      button: 'Send them to me again',
    },
    rest: 'Mails about your own tasks and meetings are not affected, because others count on you there. If you would like to leave the program, reply to one of its mails.',
  },
  es: {
    kinds: { notices: 'avisos breves sobre novedades', stories: 'historias de otros equipos' },
    on: {
      title: '¿Quiere dejar de recibir estos correos?',
      text: (kind, program) => `Usted recibe por correo ${kind} de «${program}».`,
      button: 'No quiero recibirlos más',
    },
    off: {
      title: 'Ya no recibirá estos correos',
      text: (kind, program) =>
        `Ya no le enviamos ${kind} de «${program}». Puede que aún llegue alguno que ya estaba en camino.`,
      button: 'Quiero recibirlos otra vez',
    },
    rest: 'Esto no cambia los correos sobre sus propias tareas y reuniones, porque otras personas cuentan con usted. Si desea dejar el programa, responda a uno de sus correos.',
  },
};

/** One button: it stops a kind of mail, or brings it back. Nothing happens until somebody presses it. */
export const UnsubscribePage = ({ group, program, language, subscribed }: Subscription) => {
  const said = words[language];
  const { title, text, button } = subscribed ? said.on : said.off;
  return (
    <Layout language={language} title={title}>
      <h1>{title}</h1>
      <p>{text(said.kinds[group], program)}</p>
      <form method="post">
        <button type="submit" name="action" value={subscribed ? 'unsubscribe' : 'subscribe'}>
          {button}
        </button>
      </form>
      <p class="quiet">{said.rest}</p>
    </Layout>
  );
};
