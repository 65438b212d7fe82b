import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createSecureServer, type ServerHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, inject } from 'vitest';

/** The name on the certificate: not that of the address at which the server is reached. */
export const SERVER_NAME = 'temporal.clinic.example';
export const API_KEY = 'key-of-this-test';

interface Pem {
  readonly cert: string;
  readonly private: string;
}

const named = (name: string) => [{ name: 'commonName', value: name }];

const authority = (): Promise<Pem> =>
  generate(named('authority of a test'), {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });

const signed = (name: string, by: Pem): Promise<Pem> =>
  generate(named(name), {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: by.private, cert: by.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  });

/**
 * The run's Temporal server behind mutual TLS and an API key, as a managed one is: whoever brings no certificate of our
 * authority gets no connection, whoever brings no key gets no answer, and search attributes are for its operators only.
 */
export async function securedTemporal() {
  const [ca, otherCa] = await Promise.all([authority(), authority()]);
  const [server, client, stranger] = await Promise.all([
    signed(SERVER_NAME, ca),
    signed('worker.clinic.example', ca),
    signed('worker.clinic.example', otherCa),
  ]);
  const dir = await mkdtemp(join(tmpdir(), 'milepost-tls-'));
  const file = async (name: string, content: string): Promise<string> => {
    await writeFile(join(dir, name), content, { mode: 0o600 });
    return join(dir, name);
  };
  const files = {
    ca: await file('ca.pem', ca.cert),
    otherCa: await file('other-ca.pem', otherCa.cert),
    crt: await file('client.pem', client.cert),
    key: await file('client.key', client.private),
    strangerCrt: await file('stranger.pem', stranger.cert),
    strangerKey: await file('stranger.key', stranger.private),
  };

  const upstream = connect(`http://${inject('services').temporalAddress}`);
  /** How many calls of each method were let through. */
  const passed = new Map<string, number>();
  const proxy = createSecureServer({
    key: server.private,
    cert: server.cert,
    ca: ca.cert,
    requestCert: true,
    rejectUnauthorized: true,
  });
  proxy.on('stream', (stream, headers) => {
    const method = String(headers[':path']);
    if (headers.authorization !== `Bearer ${API_KEY}`) return refuse(stream, 16, 'no such key');
    if (method.includes('OperatorService')) return refuse(stream, 7, 'for operators only');
    passed.set(method.split('/').at(-1) ?? '', (passed.get(method.split('/').at(-1) ?? '') ?? 0) + 1);
    forward(stream, headers);
  });
  // A client whose certificate is refused is not an error of the server.
  proxy.on('sessionError', () => undefined);

  function forward(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const call = upstream.request({ ...headers, ':scheme': 'http' });
    let trailers: IncomingHttpHeaders = {};
    call.on('response', (answer, flags) => {
      // A call that fails at once answers with its trailers alone.
      if ((flags & 1) === 1) return stream.respond(answer, { endStream: true });
      stream.respond(answer, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers(plain(trailers)));
      call.on('data', (chunk: Buffer) => stream.write(chunk));
      call.on('end', () => stream.end());
    });
    call.on('trailers', (received: IncomingHttpHeaders) => {
      trailers = received;
    });
    call.on('error', () => stream.destroy());
    stream.on('error', () => call.destroy());
    stream.on('close', () => call.close());
    stream.pipe(call);
  }

  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  afterAll(async () => {
    upstream.destroy();
    proxy.close();
    await rm(dir, { recursive: true, force: true });
  });
  return { address: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, files, passed };
}

function refuse(stream: ServerHttp2Stream, code: number, message: string): void {
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': code, 'grpc-message': message },
    { endStream: true },
  );
}

/** Headers without what HTTP/2 keeps for itself. */
const plain = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));
