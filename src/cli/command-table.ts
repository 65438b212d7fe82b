import type { CommandRow } from './command.ts';

/** Every command. What it does stands in its own file, loaded only when it runs. */
export const commandTable: readonly CommandRow[] = [
  {
    name: 'up',
    arguments: [],
    summary: 'start the local stack and a worker, and keep them running until Ctrl-C',
    options: [
      ['--rehearse [file]', 'rehearse this program (the example where none is named) and watch it go by'],
      ['--pace <number>', 'program days in a real second, at most (default: 2)'],
      ['--people <kind>', 'who answers in the rehearsal: cooperative, mixed or absent (default: mixed)'],
      ['--seed <number>', 'the rehearsal’s seed: the same seed makes the same choices (default: 7)'],
      ['--live', 'no rehearsal: wait for a program launched by hand'],
      ['--fresh', 'begin anew: forget what the local stack holds (asks first)'],
      ['--yes', 'say yes to the question that --fresh asks'],
    ],
    examples: ['milepost up --live', 'milepost up --rehearse examples/two-organizations.yaml --seed 7'],
    load: async () => (await import('./commands/up.ts')).up,
  },
  {
    name: 'launch',
    arguments: [['<file>', 'the program file']],
    summary: 'launch a program on the running stack: from then on it writes to people',
    options: [
      ['--backdate', 'allow a launch date in the past: all that was due since then is due at once'],
      ['--yes', 'launch without asking'],
    ],
    examples: ['milepost launch my-program.yaml', 'milepost launch my-program.yaml --yes --json'],
    load: async () => (await import('./commands/launch.ts')).launch,
  },
  {
    name: 'plan',
    arguments: [['<file>', 'the program file']],
    summary: 'print every dated step and every message, each with why; needs no service',
    options: [
      ['--launch <date>', 'what if it were launched on this date (YYYY-MM-DD)?'],
      ['--team <id>', 'only this team (or `all`, the program’s own steps)'],
      ['--month <month>', 'only what is due or sent in this month: M0 is the launch month'],
      ['--no-messages', 'steps only'],
    ],
    examples: [
      'milepost plan examples/two-organizations.yaml --team harbor-east --month M5',
      'milepost plan examples/two-organizations.yaml --launch 2016-07-01 --json',
    ],
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    name: 'rehearse',
    arguments: [['<file>', 'the program file']],
    summary: 'run a whole program with simulated people on a clock of its own, and check its promises',
    options: [
      ['--people <kind>', 'cooperative, mixed or absent (default: mixed)'],
      ['--seed <number>', 'the same seed makes the same choices (default: 7)'],
      ['--pace <number>', 'program days in a real second, at most (default: as fast as it goes)'],
    ],
    examples: ['milepost rehearse examples/two-organizations.yaml --people absent --seed 7 --json'],
    load: async () => (await import('./commands/rehearse.ts')).rehearse,
  },
  {
    name: 'status',
    arguments: [['[program]', 'one program; all of them without it']],
    summary: 'programs and teams at a glance: where they stand, what is open, what could use help',
    options: [],
    examples: ['milepost status', 'milepost status two-organizations'],
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'inspect',
    arguments: [['<program[/team]>', 'a program, or one of its teams']],
    summary: 'stages, open tasks with their owners, what comes next and why, what failed',
    options: [['--next <number>', 'how many coming moments to show (default: 10)']],
    examples: [
      'milepost inspect two-organizations',
      'milepost inspect two-organizations/harbor-east --next 20',
    ],
    load: async () => (await import('./commands/inspect.ts')).inspect,
  },
  {
    name: 'complete',
    arguments: [['<task>', 'the task’s key, as `inspect` and the mails print it']],
    summary: 'complete a task',
    options: [
      ['--by <person>', 'who completes it: a person’s id'],
      ['--field <id=value...>', 'what the task asks for; ranges as LOW-HIGH, yes/no as yes or no'],
      ['--evidence <text...>', 'a link, or a sentence'],
      ['--id <key>', 'idempotency key: the same key asks the same thing once (default: a new one)'],
    ],
    examples: [
      'milepost complete two-organizations/harbor-east/set-goal/M05 --by ana --field goal="Greet by name"',
    ],
    load: async () => (await import('./commands/complete.ts')).complete,
  },
  {
    name: 'waive',
    arguments: [['<task>', 'the task’s key']],
    summary: 'close a task that will not be done, with the reason',
    options: [
      ['--by <person>', 'who decides it: a person’s id'],
      ['--reason <text>', 'why it will not be done'],
      ['--id <key>', 'idempotency key (default: a new one)'],
    ],
    examples: [
      'milepost waive two-organizations/harbor-east/shadow-visit/once --by ana --reason "clinic was closed"',
    ],
    load: async () => (await import('./commands/waive.ts')).waive,
  },
  {
    name: 'counts',
    arguments: [
      ['<program/team>', 'the team'],
      ['<month>', 'the month: M5'],
    ],
    summary: 'record a month’s counts: patients asked, forms returned, patients seen',
    options: [
      ['--by <person>', 'who counted: a person’s id'],
      ['--asked <number>', 'how many patients were asked'],
      ['--returned <number>', 'how many forms came back'],
      ['--seen <low-high>', 'how many patients were seen, estimated'],
      ['--id <key>', 'idempotency key (default: a new one)'],
    ],
    examples: [
      'milepost counts two-organizations/harbor-east M5 --by ana --asked 80 --returned 31 --seen 180-220',
    ],
    load: async () => (await import('./commands/counts.ts')).counts,
  },
  {
    name: 'doctor',
    arguments: [],
    summary: 'check versions, ports, services, migrations and zone data; says how to mend each',
    options: [],
    examples: ['milepost doctor', 'milepost doctor --json'],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'schema',
    arguments: [['<kind>', '`roadmap` or `program`']],
    summary: 'print the JSON Schema of a roadmap or program file',
    options: [],
    examples: ['milepost schema program > program.schema.json'],
    load: async () => (await import('./commands/schema.ts')).schema,
  },
];
