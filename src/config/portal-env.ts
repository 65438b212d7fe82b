import { z } from 'zod';
import { ConfigError } from './env.ts';

/** Everything that the environment decides about the portal, parsed once. */
export interface PortalConfig {
  readonly host: string;
  readonly port: number;
  /** Where people reach it: links in mails begin so. */
  readonly publicUrl: URL;
  /** How many proxies of ours stand before it. */
  readonly proxies: number;
  /** Of Temporal’s own UI, as administrators reach it; left out where they have none. */
  readonly temporalUi?: URL;
}

const schema = z.object({
  MILEPOST_PORTAL_HOST: z.string().default('127.0.0.1'),
  MILEPOST_PORTAL_PORT: z.coerce
    .number('must be a port')
    .int('must be a port')
    .min(1, 'must be a port, 1 to 65535')
    .max(65_535, 'must be a port, 1 to 65535')
    .default(8080),
  MILEPOST_PUBLIC_URL: z
    .string()
    .refine((text) => isOrigin(text), 'must be http:// or https:// and a host, with or without a port')
    .optional(),
  MILEPOST_PORTAL_PROXIES: z.coerce
    .number('must be a number of proxies')
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(9, 'must be at most 9')
    .default(0),
  MILEPOST_TEMPORAL_UI: z
    .string()
    .refine(
      (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
      'must be http:// or https:// and a whole URL',
    )
    .optional(),
});

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username } = new URL(text);
  return /^https?:$/.test(protocol) && [pathname, search, hash, username].join('') === '/';
}

/**
 * Parses what the environment says about the portal. Empty variables count as not set.
 *
 * @throws {ConfigError} naming each variable, its value and what it should be
 */
export function loadPortalConfig(env: NodeJS.ProcessEnv): PortalConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path: [name], message }) => {
      const value = given[String(name)] ?? '';
      return `  ${String(name)} is "${value.replace(/\/\/[^/]*@/, '//…@')}", but ${message}.\n`;
    });
    throw new ConfigError(
      `The environment does not fit the portal:\n${lines.join('')}See .env.example for all variables.`,
    );
  }
  const { data } = parsed;
  return {
    host: data.MILEPOST_PORTAL_HOST,
    port: data.MILEPOST_PORTAL_PORT,
    publicUrl: new URL(data.MILEPOST_PUBLIC_URL ?? `http://127.0.0.1:${data.MILEPOST_PORTAL_PORT}`),
    proxies: data.MILEPOST_PORTAL_PROXIES,
    ...(data.MILEPOST_TEMPORAL_UI === undefined ? {} : { temporalUi: new URL(data.MILEPOST_TEMPORAL_UI) }),
  };
}
