import type { PortalContext } from './types.ts';

/** The text fields of a form; of several with one name, the last. What cannot be read is no form. */
export async function textFields(c: PortalContext): Promise<Readonly<Record<string, string>>> {
  const body = await c.req.parseBody().catch(() => ({}));
  return Object.fromEntries(
    Object.entries(body).filter((field): field is [string, string] => typeof field[1] === 'string'),
  );
}
