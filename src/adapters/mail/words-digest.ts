import type { Language } from '../../domain/language.ts';

interface DigestWords {
  readonly subject: (program: string, count: number, day: string) => string;
  readonly opening: (count: number) => string;
  /** What the links of a digest do. */
  readonly links: string;
  /** Whom to turn to; null where that differs from one thing to the next. */
  readonly help: (helper: string) => string;
}

/** What a digest says beside the messages that it holds. */
export const digestWords: Readonly<Record<Language, DigestWords>> = {
  en: {
    subject: (program, count, day) => `${program}: ${count} things for you on ${day}`,
    opening: (count) =>
      `here are ${count} things together, so that you get one message and not ${count}. The first to be due comes first.`,
    links:
      'The links are yours alone: each opens its step without a password for as long as that is open. Please do not pass them on.',
    help: (helper) => `Questions? Reply to this message; ${helper} will read it.`,
  },
  es: {
    subject: (program, count, day) => `${program}: ${count} asuntos para usted el ${day}`,
    opening: (count) =>
      `aquí tiene ${count} asuntos juntos, para que reciba un solo mensaje y no ${count}. Primero, lo que vence antes.`,
    links:
      'Los enlaces son solo para usted: cada uno abre su paso sin contraseña mientras siga abierto. Por favor, no los comparta.',
    help: (helper) => `¿Preguntas? Responda a este mensaje; lo leerá ${helper}.`,
  },
};
