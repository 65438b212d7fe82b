import { readFile } from 'node:fs/promises';

/** The variables of .env.example. */
export async function readEnvExample(): Promise<Record<string, string>> {
  const lines = (await readFile('.env.example', 'utf8')).split('\n').filter((line) => /^[A-Z]/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
