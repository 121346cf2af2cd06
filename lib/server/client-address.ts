import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** More than that no chain of proxies has: the rest is somebody's invention. */
const MOST_HOPS = 20;

/** Who asks: undefined once the connection is gone. */
export type ClientAddress = (incoming: IncomingMessage) => string | undefined;

/**
 * From whom a request comes, for the trail and the limits. `trusted` are addresses (`10.0.0.7`, `::1`) and ranges
 * (`10.0.0.0/8`) of proxies, each of which puts the address that it sees at the end of X-Forwarded-For. The header is
 * read from its end, for as long as the one who wrote an entry is trusted; so nobody can choose an address.
 */
export function clientAddressBehind(trusted: readonly string[]): ClientAddress {
  const proxies = new BlockList();
  for (const one of trusted) {
    const [address = '', bits] = one.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  const isProxy = (address: string) => proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

  return ({ socket, headers }) => {
    const peer = plainAddress(socket.remoteAddress ?? '');
    if (peer === undefined || trusted.length === 0) return peer;
    let client = peer;
    for (const hop of hopsOf(headers['x-forwarded-for'])) {
      if (!isProxy(client)) break;
      const before = plainAddress(hop);
      if (before === undefined) break;
      client = before;
    }
    return client;
  };
}

/** The last first. */
function hopsOf(header: string | string[] | undefined): string[] {
  return [header ?? []].flat().join(',').split(',').slice(-MOST_HOPS).toReversed();
}

/** Without the port that some proxies add, and IPv4 as such where it comes within IPv6. */
function plainAddress(given: string): string | undefined {
  // A zone belongs to this machine alone.
  const trimmed = given.trim().replace(/%\w+$/, '');
  const [, bracketed, dotted] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(trimmed) ?? [];
  const address = bracketed ?? dotted ?? trimmed;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  return isIP(address) ? address.toLowerCase() : undefined;
}
