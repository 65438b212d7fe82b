import { createInterface } from 'node:readline/promises';
import { CliError } from './errors.ts';
import { inColour, noColour, type Style } from './format/style.ts';

/**
 * Where a command may speak while it works. The result itself is returned and printed by the frame:
 * so standard output holds nothing but one JSON document under `--json`.
 */
export interface Terminal {
  readonly json: boolean;
  /** A person sits there: progress may be redrawn and questions asked. */
  readonly interactive: boolean;
  readonly style: Style;
  /** Columns to write in, at most 100: longer lines are hard to read. */
  readonly width: number;
  /** One line of progress: to standard output, under `--json` to standard error. */
  note(line: string): void;
  /** One line that a person should see even where standard output goes to a file. */
  warn(line: string): void;
  /** Raw text to the terminal, for a view that is redrawn. Only where `interactive`. */
  draw(text: string): void;
  /** Asks yes or no; no is the answer to an empty line. Throws where nobody sits there. */
  confirm(question: string): Promise<boolean>;
}

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

export function openTerminal({ stdin, stdout, stderr, env }: Streams, json: boolean): Terminal {
  const tty = stdout.isTTY && !json;
  const interactive = tty && stdin.isTTY && env['TERM'] !== 'dumb' && env['CI'] === undefined;
  // https://no-color.org: set and not empty, whatever the value.
  const colour = tty && env['TERM'] !== 'dumb' && (env['NO_COLOR'] ?? '') === '';
  return {
    json,
    interactive,
    style: colour ? inColour : noColour,
    // Asked each time: a window may be made narrower while a view is redrawn in it.
    get width() {
      return Math.min(100, Math.max(40, tty ? stdout.columns || 80 : 80));
    },
    note: (line) => void (json ? stderr : stdout).write(`${line}\n`),
    warn: (line) => void stderr.write(`${line}\n`),
    draw: (text) => void stdout.write(text),
    async confirm(question) {
      if (!interactive) {
        throw new CliError('usage', `${question}\nNobody can be asked here: add --yes to say so beforehand.`);
      }
      const lines = createInterface({ input: stdin, output: stdout });
      try {
        const answer = await lines.question(`${question} [y/N] `);
        return /^(y|yes|s|sí|si)$/i.test(answer.trim());
      } finally {
        lines.close();
      }
    },
  };
}
