/** What the shell is told. Shown in `--help`; scripts may rely on it. */
export const exitCodes = {
  ok: 0,
  broken: 1,
  badInput: 2,
  away: 3,
  refused: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'something is broken: a check failed, a promise was not kept, or milepost itself made a mistake',
  2: 'the command or a file needs correcting; nothing was changed',
  3: 'a service (Postgres, Temporal, mail) cannot be reached',
  4: 'refused: a conflict, or something not allowed as things stand; nothing was changed',
  130: 'interrupted with Ctrl-C',
};
