import type { CommandRow } from './command.ts';

/** Commands about asking patients. */
export const surveyCommands: readonly CommandRow[] = [
  {
    name: 'cards',
    arguments: [['<program/team>', 'a team of a live program']],
    summary: 'make cards that ask patients, with a code each that works once, as a page to print',
    options: [
      ['--count <number>', 'how many cards'],
      ['--out <file>', 'where the page is to stand: an HTML file that is not there yet'],
      ['--month <month>', 'the month that they are for (default: this one)'],
      ['--by <person>', 'who has them made: a person’s id'],
      ['--poster', 'or: a poster without codes, which says that there are cards'],
    ],
    examples: [
      'milepost cards two-organizations/harbor-family --count 40 --out cards.html --by ana',
      'milepost cards two-organizations/harbor-family --poster --out poster.html',
    ],
    load: async () => (await import('./commands/cards.ts')).cards,
  },
  {
    name: 'comments',
    arguments: [['<program[/team]>', 'a live program, or one of its teams']],
    summary: 'what patients wrote: what was released, or, to its reader, what waits to be read',
    options: [
      ['--by <person>', 'who reads: the id of the program’s reader'],
      ['--release <id>', 'this comment may be seen by the team'],
      ['--withhold <id>', 'this one may not'],
    ],
    examples: [
      'milepost comments two-organizations --by robin',
      'milepost comments two-organizations --by robin --release 5f0c6a5e-8f3b-4b0e-9a53-2f1d8f0c4c11',
    ],
    load: async () => (await import('./commands/comments.ts')).comments,
  },
  {
    name: 'results',
    arguments: [['<program[/team]>', 'a team; or a program, with a clinic or organization of it']],
    summary: 'what patients said, as far as it may be shown: never of fewer than 11 answers',
    options: [
      ['--clinic <id>', 'a clinic’s figures of a quarter'],
      ['--organization <id>', 'an organization’s figures of a quarter'],
      ['--quarter <quarter>', 'which: Q1 is the first of the quarterly review'],
    ],
    examples: [
      'milepost results two-organizations/harbor-family',
      'milepost results two-organizations --clinic harbor --quarter Q1',
    ],
    load: async () => (await import('./commands/results.ts')).results,
  },
  {
    name: 'goals',
    arguments: [['<program/team>', 'the team']],
    summary: 'what a team set out to do each month, what it expected, and what came of it',
    options: [],
    examples: ['milepost goals two-organizations/harbor-family'],
    load: async () => (await import('./commands/goals.ts')).goals,
  },
  {
    name: 'told',
    arguments: [['<program/team>', 'the team']],
    summary: 'what a team told its patients: you said, we did; also as a poster to print',
    options: [
      ['--poster <file>', 'where a poster of the latest is to stand: an HTML file that is not there yet'],
    ],
    examples: [
      'milepost told two-organizations/harbor-family',
      'milepost told two-organizations/harbor-family --poster told.html',
    ],
    load: async () => (await import('./commands/told.ts')).told,
  },
  {
    name: 'report',
    arguments: [['<program/team>', 'the team']],
    summary: 'what a team looks back on after a quarter: a page to read and print, or rows for a spreadsheet',
    options: [
      ['--quarter <quarter>', 'which: Q1 is the first of the quarterly review'],
      ['--out <file>', 'where it is to stand: a file that is not there yet, ending in .html or .csv'],
      ['--language <language>', 'en or es (default: that of the program)'],
    ],
    examples: [
      'milepost report two-organizations/harbor-family --quarter Q1 --out q1.html',
      'milepost report two-organizations/harbor-family --quarter Q1 --out q1.csv --language es',
    ],
    load: async () => (await import('./commands/report.ts')).report,
  },
];
