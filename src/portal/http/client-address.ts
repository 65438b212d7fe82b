import { isIP } from 'node:net';
import type { PortalContext } from './types.ts';

/**
 * Who asks, as far as a limit needs to know: an IPv4 address, or the /64 of an IPv6 one, which is one household.
 * `proxies` is how many proxies of ours stand before the portal: each adds the address that it was asked by to
 * X-Forwarded-For, and whatever stands before those was written by the asker.
 */
export function clientAddress(c: PortalContext, proxies: number): string {
  // Without a socket (a request that a test hands in) there is none.
  const bindings = c.env as PortalContext['env'] | undefined;
  const hops = [
    ...(c.req.header('X-Forwarded-For') ?? '').split(',').map((hop) => hop.trim()),
    bindings?.incoming?.socket.remoteAddress ?? '',
  ];
  return network(hops[hops.length - 1 - proxies] ?? hops[0] ?? '');
}

function network(address: string): string {
  const plain = /^::ffff:(?=[\d.]+$)/i.test(address) ? address.slice(7) : address;
  switch (isIP(plain)) {
    case 4:
      return plain;
    case 6:
      return prefixOf(plain);
    default:
      return 'unknown';
  }
}

/** The first four groups of an IPv6 address, whichever way it is written. */
function prefixOf(address: string): string {
  const { hostname } = new URL(`http://[${address.split('%')[0] ?? ''}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - first.length - last.length).fill('0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}
