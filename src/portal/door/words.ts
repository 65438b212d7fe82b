import type { Language } from '../../domain/language.ts';

export interface DoorWords {
  readonly ask: {
    readonly title: string;
    readonly text: string;
    readonly label: string;
    readonly hint: string;
    readonly button: string;
    /** What was typed is no mail address. */
    readonly problem: string;
    /** Before what somebody had written when their sign-in had ended. */
    readonly unsent: string;
  };
  readonly sent: {
    readonly title: string;
    readonly text: (address: string | null) => string;
    readonly rules: string;
    readonly nothing: string;
    readonly points: readonly string[];
    readonly again: string;
  };
  readonly link: { readonly title: string; readonly text: string; readonly button: string };
  readonly old: {
    readonly title: string;
    readonly text: string;
    readonly fresh: string;
    readonly button: string;
  };
  readonly out: { readonly title: string; readonly text: string; readonly again: string };
  readonly sessions: {
    readonly title: string;
    readonly text: (address: string) => string;
    readonly here: string;
    readonly unknown: string;
    readonly since: (day: string) => string;
    readonly seen: (day: string) => string;
    readonly end: (browser: string) => string;
    readonly out: string;
    readonly others: string;
    readonly strange: string;
  };
}

export const doorWords: Readonly<Record<Language, DoorWords>> = {
  en: {
    ask: {
      title: 'Sign in',
      text: 'There is no password. Tell us your mail address, and we will send you a link that lets you in.',
      label: 'Your mail address',
      hint: 'The one at which your program writes to you.',
      button: 'Send me the link',
      problem: 'That does not look like a mail address. One looks like ana@clinic.example.',
      unsent:
        'Your sign-in had ended, and what you wrote was not sent. Here it is, so that you do not lose it:',
    },
    sent: {
      title: 'Look in your mail',
      text: (address) =>
        address === null
          ? 'A fresh link is on its way to the address to which the old one went.'
          : `If ${address} takes part in a program here, a link is on its way to it.`,
      rules: 'It works once, for ten minutes. You can close this page.',
      nothing: 'Nothing there after a minute?',
      points: [
        'Look in the folder for unwanted mail.',
        'Look whether the address is right. It has to be the one at which your program writes to you.',
        'Ask whoever leads your program which address they have for you.',
      ],
      again: 'Try once more',
    },
    link: {
      title: 'One press, and you are in',
      text: 'Press the button to sign in on this device.',
      button: 'Sign me in',
    },
    old: {
      title: 'This link does not work any more',
      text: 'A link works once, for ten minutes, so that nobody else can use it.',
      fresh: 'We can send a fresh one to the same address.',
      button: 'Send me a fresh link',
    },
    out: {
      title: 'You are signed out',
      text: 'On this device nobody gets in with your sign-in any more.',
      again: 'Sign in again',
    },
    sessions: {
      title: 'Where you are signed in',
      text: (address) => `These devices can see what is yours, as ${address}.`,
      here: 'This device',
      unknown: 'A browser that we do not know',
      since: (day) => `Signed in on ${day}.`,
      seen: (day) => `Last used on ${day}.`,
      end: (browser) => `Sign out there: ${browser}`,
      out: 'Sign out here',
      others: 'Sign out everywhere else',
      strange:
        'You do not know one of them? Sign out there. Whoever used it cannot come back without a new link out of your mail.',
    },
  },
  es: {
    ask: {
      title: 'Entrar',
      text: 'No hay contraseña. Díganos su correo y le enviaremos un enlace para entrar.',
      label: 'Su dirección de correo',
      hint: 'La dirección a la que le escribe su programa.',
      button: 'Envíenme el enlace',
      problem: 'Eso no parece una dirección de correo. Una dirección es, por ejemplo, ana@clinic.example.',
      unsent: 'Su sesión había terminado, y lo que escribió no se envió. Aquí está, para que no lo pierda:',
    },
    sent: {
      title: 'Mire su correo',
      text: (address) =>
        address === null
          ? 'Un enlace nuevo va de camino a la dirección a la que fue el anterior.'
          : `Si ${address} participa en un programa de aquí, un enlace va de camino a esa dirección.`,
      rules: 'Sirve una sola vez, durante diez minutos. Puede cerrar esta página.',
      nothing: '¿No ha llegado nada después de un minuto?',
      points: [
        'Mire en la carpeta de correo no deseado.',
        'Mire si la dirección está bien escrita. Tiene que ser la dirección a la que le escribe su programa.',
        'Pregunte a quien dirige su programa qué dirección tiene de usted.',
      ],
      again: 'Probar otra vez',
    },
    link: {
      title: 'Un toque más y ya está dentro',
      text: 'Pulse el botón para entrar en este dispositivo.',
      button: 'Entrar',
    },
    old: {
      title: 'Este enlace ya no sirve',
      text: 'Un enlace sirve una sola vez, durante diez minutos, para que nadie más pueda usarlo.',
      fresh: 'Podemos enviar uno nuevo a la misma dirección.',
      button: 'Envíenme un enlace nuevo',
    },
    out: {
      title: 'Ha cerrado la sesión',
      text: 'En este dispositivo ya nadie puede entrar en su nombre.',
      again: 'Entrar otra vez',
    },
    sessions: {
      title: 'Dónde tiene la sesión abierta',
      text: (address) => `Estos dispositivos pueden ver lo suyo, como ${address}.`,
      here: 'Este dispositivo',
      unknown: 'Un navegador que no conocemos',
      since: (day) => `Entró el ${day}.`,
      seen: (day) => `Último uso: ${day}.`,
      end: (browser) => `Cerrar sesión allí: ${browser}`,
      out: 'Cerrar sesión aquí',
      others: 'Cerrar sesión en todos los demás',
      strange:
        '¿No conoce alguno de ellos? Cierre allí la sesión. Quien lo usó no podrá volver sin un enlace nuevo de su correo.',
    },
  },
};
