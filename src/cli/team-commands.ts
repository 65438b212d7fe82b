import type { CommandRow } from './command.ts';

/** Commands about which teams take part in a program that runs, and about a word between people. */
export const teamCommands = (changeFlags: CommandRow['options']): readonly CommandRow[] => [
  {
    name: 'enrol',
    arguments: [
      ['<program>', 'a running program'],
      ['[file]', 'teams with the people, clinics and organizations that they bring, as in a program file'],
    ],
    summary:
      'let teams join a running program: shows what they would be asked, then makes it so with --apply',
    options: [
      ['--clock <clock>', 'own-start: a month 0 of their own first (default); program: the program’s months'],
      ['--from <date>', 'the first day on which they take part (YYYY-MM-DD; default: today)'],
      ['--team <id>', 'without a file: one team of people who are in the program already'],
      ['--name <text>', 'its name'],
      ['--clinic <id>', 'its clinic'],
      ['--lead <person>', 'its lead'],
      ['--member <person...>', 'its members'],
      ['--staff <person...>', 'its staff'],
      ...changeFlags,
    ],
    examples: [
      'milepost enrol two-organizations new-team.yaml --by robin',
      'milepost enrol two-organizations --team pier --name "Pier Team" --clinic harbor --lead ana --by robin',
    ],
    load: async () => (await import('./commands/enrol.ts')).enrol,
  },
  {
    name: 'withdraw',
    arguments: [
      ['<program>', 'a running program'],
      ['[team]', 'the team that takes part no more'],
    ],
    summary: 'let a team leave a running program: what it did stays, what is open is set aside',
    options: [['--reason <text>', 'why, in a few words: its people read it'], ...changeFlags],
    examples: ['milepost withdraw two-organizations harbor-family --reason "The clinic moves" --by robin'],
    load: async () => (await import('./commands/withdraw.ts')).withdraw,
  },
  {
    name: 'nudge',
    arguments: [['<task>', 'the task’s key, as `inspect` and the mails print it']],
    summary: 'send one word to whoever has a task in hand: one to a person in two business days',
    options: [
      ['--by <person>', 'who sends it: a person’s id'],
      ['--note <text>', 'a sentence of your own that goes with it'],
      ['--check-in', 'of a patient advisor: ask their liaison to check in instead'],
    ],
    examples: ['milepost nudge two-organizations/harbor-family/set-goal/M05 --by ana --note "Need a hand?"'],
    load: async () => (await import('./commands/nudge.ts')).nudge,
  },
];
