import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** How a connection to Temporal is secured, as the SDK takes it. Nothing of it is ever logged. */
export interface TemporalSecurity {
  readonly apiKey?: string;
  readonly tls?:
    | true
    | {
        readonly serverNameOverride?: string;
        readonly serverRootCACertificate?: Buffer;
        readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
      };
}

/** The variables, named as in Temporal's own clients, and what each names. */
export const securityPurposes = {
  TEMPORAL_API_KEY: 'the API key that Temporal asks for; a secret',
  TEMPORAL_TLS: 'true where Temporal is reached over TLS; the API key and the files below imply it',
  TEMPORAL_TLS_CLIENT_CERT_PATH: 'the file of our certificate (PEM), for mutual TLS',
  TEMPORAL_TLS_CLIENT_KEY_PATH: 'the file of the key of our certificate (PEM)',
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: "the file of the authority that signed Temporal's certificate (PEM)",
  TEMPORAL_TLS_SERVER_NAME: "the name on Temporal's certificate, where it is not that of its address",
} as const;

export const securityShape = {
  TEMPORAL_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be one word, without spaces or line breaks')
    .optional(),
  TEMPORAL_TLS: z.enum(['true', 'false'], 'must be true or false').optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
};

export type SecurityVariables = z.output<z.ZodObject<typeof securityShape>>;
type Name = keyof SecurityVariables;

const names = Object.keys(securityPurposes) as Name[];

/** Those variables of an environment that secure Temporal; empty ones count as not set. */
export const securityVariables = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));

/**
 * What the SDK needs to secure a connection; empty where nothing is asked for.
 *
 * @throws Error with every problem on a line: the variable, the path and the way out
 */
export function temporalSecurity(variables: SecurityVariables): TemporalSecurity {
  const problems = contradictions(variables);
  const read = (name: Name, check: (content: Buffer) => unknown, what: string): Buffer | undefined => {
    const path = variables[name];
    if (path === undefined) return undefined;
    try {
      const content = readFileSync(path);
      check(content);
      return content;
    } catch (error) {
      const system = error instanceof Error && 'syscall' in error && 'code' in error;
      problems.push(
        `${name} is "${path}", but ${system ? `that file cannot be read (${String(error.code)})` : `that file holds no ${what}`}. ` +
          `It names ${securityPurposes[name]}.`,
      );
      return undefined;
    }
  };
  const certificate = (content: Buffer) => new X509Certificate(content);
  const ca = read('TEMPORAL_TLS_SERVER_CA_CERT_PATH', certificate, 'certificate');
  const crt = read('TEMPORAL_TLS_CLIENT_CERT_PATH', certificate, 'certificate');
  const key = read(
    'TEMPORAL_TLS_CLIENT_KEY_PATH',
    createPrivateKey,
    'key that can be used without a passphrase',
  );
  if (crt !== undefined && key !== undefined && !certificate(crt).checkPrivateKey(createPrivateKey(key))) {
    problems.push(
      `TEMPORAL_TLS_CLIENT_KEY_PATH is "${variables.TEMPORAL_TLS_CLIENT_KEY_PATH}", but that is not the key of the ` +
        `certificate in "${variables.TEMPORAL_TLS_CLIENT_CERT_PATH}".`,
    );
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));

  const apiKey = variables.TEMPORAL_API_KEY;
  const serverName = variables.TEMPORAL_TLS_SERVER_NAME;
  const details = {
    ...(serverName === undefined ? {} : { serverNameOverride: serverName }),
    ...(ca === undefined ? {} : { serverRootCACertificate: ca }),
    ...(crt === undefined || key === undefined ? {} : { clientCertPair: { crt, key } }),
  };
  const plain = Object.keys(details).length === 0;
  if (plain && apiKey === undefined && variables.TEMPORAL_TLS !== 'true') return {};
  return { ...(apiKey === undefined ? {} : { apiKey }), tls: plain ? true : details };
}

/** What contradicts itself among the variables, as sentences with the way out. */
function contradictions(variables: SecurityVariables): string[] {
  const cert = 'TEMPORAL_TLS_CLIENT_CERT_PATH';
  const key = 'TEMPORAL_TLS_CLIENT_KEY_PATH';
  const problems: string[] = [];
  if ((variables[cert] === undefined) !== (variables[key] === undefined)) {
    const [missing, given] = variables[cert] === undefined ? [cert, key] : [key, cert];
    problems.push(
      `${missing} is not set, but ${given} is: a certificate needs its key, and the other way round.`,
    );
  }
  const needTls = names.filter((name) => name !== 'TEMPORAL_TLS' && variables[name] !== undefined);
  if (variables.TEMPORAL_TLS === 'false' && needTls.length > 0) {
    problems.push(
      `TEMPORAL_TLS is "false", but TLS is needed for ${needTls.join(', ')}: leave out the one or the other.`,
    );
  }
  return problems;
}
