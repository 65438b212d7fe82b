import { inspect } from 'node:util';
import { Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { commandTable } from './command-table.ts';
import { exitCodes, exitMeanings, type ExitCode } from './exit-codes.ts';
import { openTerminal, type Streams } from './terminal.ts';
import { reportError } from './errors.ts';
import type { CommandRow, Outcome } from './command.ts';

/** Runs one command and says how it ended. Writes nothing but the result (and its own progress) to stdout. */
export async function main(argv: readonly string[], streams: Streams = process): Promise<ExitCode> {
  const json = argv.includes('--json');
  const debug = argv.includes('--debug');
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure of ours.
  streams.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.ok);
  });
  // A library that logs to the console must not spoil the one JSON document.
  if (json) console.log = console.info = console.error;
  try {
    return await run(argv, streams, json);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    return fail(error, streams, { json, debug });
  }
}

async function run(argv: readonly string[], streams: Streams, json: boolean): Promise<ExitCode> {
  const terminal = openTerminal(streams, json);
  const outcomes: Outcome[] = [];
  const program = buildProgram(streams, async (row, args, options) => {
    const command = await row.load();
    outcomes.push(await command({ args, options }, terminal));
  });
  if (argv.length === 0) program.help();
  await program.parseAsync([...argv], { from: 'user' });
  const [outcome] = outcomes;
  return outcome === undefined ? exitCodes.ok : print(outcome, streams, json);
}

async function print(outcome: Outcome, { stdout }: Streams, json: boolean): Promise<ExitCode> {
  const text = json ? JSON.stringify(outcome.document, null, 2) : [...outcome.lines].join('\n');
  if (text !== '') await new Promise<void>((done) => stdout.write(`${text}\n`, () => done()));
  return outcome.exit;
}

/** The commander program for the whole table; `action` runs one row. */
function buildProgram(
  streams: Pick<Streams, 'stdout'>,
  action: (row: CommandRow, args: readonly string[], options: Record<string, unknown>) => Promise<void>,
): Command {
  const program = new Command('milepost')
    .description(packageJson.description)
    .version(packageJson.version)
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError(true)
    .configureHelp({
      ...(streams.stdout.isTTY ? {} : { helpWidth: 80 }),
      subcommandTerm: (command) => {
        const given = command.registeredArguments.map((argument) =>
          argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
        );
        return [command.name(), ...given].join(' ');
      },
    })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void streams.stdout.write(text),
      // Usage errors are told once, by `fail`, in the form that was asked for.
      writeErr: () => undefined,
    })
    .addHelpText(
      'after',
      `\n${examplesText(['milepost plan examples/two-organizations.yaml', 'milepost status'])}`,
    )
    .addHelpText('after', `\n${exitText()}`);
  for (const row of commandTable) {
    const command = program
      .command(row.name)
      .summary(row.summary)
      .description(`${row.summary[0]?.toUpperCase()}${row.summary.slice(1)}.`)
      .copyInheritedSettings(program);
    for (const [usage, help] of row.arguments) command.argument(usage, help);
    for (const [flags, help] of row.options) command.addOption(new Option(flags, help));
    command.option('--json', 'print exactly one JSON document; everything else goes to standard error');
    command.option('--debug', 'show stack traces');
    command.addHelpText('after', `\n${examplesText(row.examples)}`);
    command.action(async (...given: unknown[]) => {
      const args = given.slice(0, row.arguments.length).filter((value) => typeof value === 'string');
      const { json: _json, debug: _debug, ...options } = command.opts();
      await action(row, args, options);
    });
  }
  return program;
}

const examplesText = (examples: readonly string[]): string =>
  ['Examples:', ...examples.map((example) => `  $ ${example}`)].join('\n');

const exitText = (): string =>
  [
    'Exit codes:',
    ...Object.entries(exitMeanings).map(([code, meaning]) => `  ${code.padEnd(4)}${meaning}`),
  ].join('\n');

function fail(
  error: unknown,
  { stdout, stderr }: Streams,
  { json, debug }: { readonly json: boolean; readonly debug: boolean },
): ExitCode {
  const usage = error instanceof CommanderError;
  const report = usage
    ? {
        exit: exitCodes.badInput,
        code: 'usage',
        message: `${error.message.replace(/^error: /, '')}\nSee \`milepost --help\`.`,
        details: {},
      }
    : reportError(error);
  if (json) {
    stdout.write(
      `${JSON.stringify({ error: { code: report.code, message: report.message, ...report.details } }, null, 2)}\n`,
    );
  } else {
    stderr.write(`milepost: ${report.message}\n`);
  }
  // Not the stack alone: what went wrong is often in the cause.
  if (debug) stderr.write(`${inspect(error)}\n`);
  return report.exit;
}
