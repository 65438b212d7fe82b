import type { z } from 'zod';
import { CliError } from './errors.ts';
import type { Invocation } from './command.ts';

/**
 * Options and arguments of a command, parsed once. `arguments` names the positional ones in order.
 * Throws a usage error that names each flag, what was given and what is wanted.
 */
export function parseInvocation<Schema extends z.ZodType>(
  schema: Schema,
  invocation: Invocation,
  names: readonly string[] = [],
): z.output<Schema> {
  const given: Record<string, unknown> = { ...invocation.options };
  names.forEach((name, i) => {
    if (invocation.args[i] !== undefined) given[name] = invocation.args[i];
  });
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const [name, index] = issue.path.map(String);
    const raw = name === undefined ? undefined : given[name];
    const value = Array.isArray(raw) && index !== undefined ? (raw as unknown[])[Number(index)] : raw;
    const where = name === undefined || names.includes(name) ? [] : [flagOf(name)];
    const said = [
      ...where,
      ...(value === undefined ? [] : [typeof value === 'string' ? value : JSON.stringify(value)]),
    ].join(' ');
    return said === '' ? issue.message : `${said}: ${issue.message}`;
  });
  throw new CliError('usage', problems.join('\n'), { details: { problems } });
}

const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
