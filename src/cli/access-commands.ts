import type { CommandRow } from './command.ts';

/** Commands about who is let in. */
export const accessCommands: readonly CommandRow[] = [
  {
    name: 'admins',
    arguments: [
      ['<what>', 'add, remove or list'],
      ['[address]', 'a mail address (add, remove)'],
    ],
    summary: 'who runs the system, by mail address; opens nothing of a program',
    options: [],
    examples: ['milepost admins add robin@clinic.example', 'milepost admins list'],
    load: async () => (await import('./commands/admins.ts')).admins,
  },
];
