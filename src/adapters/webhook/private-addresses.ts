import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** An address inside of somebody's network: nobody may have milepost write to it by naming it in a program file. */
export class PrivateAddress extends Error {}

// Two lists: in one, a block of IPv6 would take all of IPv4 with it, as mapped addresses.
const blocked4 = new BlockList();
const blocked6 = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  blocked4.addSubnet(net, bits, 'ipv4');
}
// Only global unicast is left, and of that not what wraps an IPv4 address (6to4) or is set aside (documentation, Teredo).
for (const [net, bits] of [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const) {
  blocked6.addSubnet(net, bits, 'ipv6');
}

/** Whether an IP address is none that the whole world can reach. */
export function isPrivate(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return true;
  return version === 6 ? blocked6.check(address, 'ipv6') : blocked4.check(address, 'ipv4');
}

/**
 * Resolves a name for a connection, and refuses it where any of its addresses is private. The connection is made to the
 * very addresses that were looked at: a name that answers otherwise a moment later gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivate(address))) {
      return done(new PrivateAddress('it leads into a private network'), []);
    }
    const [first] = addresses;
    if (options.all) return done(null, addresses);
    return done(null, first!.address, first!.family);
  });
};
