import type { Language } from '../../domain/language.ts';

interface DigestWords {
  readonly subject: (program: string, count: number, day: string) => string;
  readonly opening: (count: number) => string;
  /** Whom to turn to; null where that differs from one thing to the next. */
  readonly help: (helper: string) => string;
}

/** What a digest says beside the messages that it holds. */
export const digestWords: Readonly<Record<Language, DigestWords>> = {
  en: {
    subject: (program, count, day) => `${program}: ${count} things for you on ${day}`,
    opening: (count) =>
      `here are ${count} things together, so that you get one message and not ${count}. The first to be due comes first.`,
    help: (helper) => `Questions? Reply to this message; ${helper} will read it.`,
  },
  es: {
    subject: (program, count, day) => `${program}: ${count} asuntos para usted el ${day}`,
    opening: (count) =>
      `aquí tiene ${count} asuntos juntos, para que reciba un solo mensaje y no ${count}. Primero, lo que vence antes.`,
    help: (helper) => `¿Preguntas? Responda a este mensaje; lo leerá ${helper}.`,
  },
};
