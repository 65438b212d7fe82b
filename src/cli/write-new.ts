import { writeFile } from 'node:fs/promises';
import { CliError } from './errors.ts';

/** For its owner only, and never in the place of another file. */
export async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(
      'bad_input',
      code === 'EEXIST'
        ? `${file} is there already. Name another file: what was printed should not be written over.`
        : `${file} cannot be written (${code ?? 'unknown'}). Check the path.`,
      { cause: error },
    );
  }
}
