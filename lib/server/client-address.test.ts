import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientAddressBehind } from './client-address';

const from = (remoteAddress: string | undefined, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('the address of a client', () => {
  it('is the one of the connection, whatever the request says, where no proxy is trusted', () => {
    const address = clientAddressBehind([]);
    expect(address(from('127.0.0.1', '203.0.113.9'))).toBe('127.0.0.1');
    expect(address(from('::ffff:192.0.2.1', '203.0.113.9'))).toBe('192.0.2.1');
    expect(address(from(undefined))).toBeUndefined();
  });

  const address = clientAddressBehind(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);

  it.each([
    ['the one that a trusted proxy saw', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    [
      'the one that the first of several trusted proxies saw',
      '127.0.0.1',
      '203.0.113.9, 10.1.2.3',
      '203.0.113.9',
    ],
    ['never what a client wrote itself', '127.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['never what a client wrote in the name of a proxy', '127.0.0.1', '10.9.9.9, 203.0.113.9', '203.0.113.9'],
    ['the peer, if that is no proxy', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['the proxy, if it forwards nothing', '10.1.2.3', undefined, '10.1.2.3'],
    ['the last one that is an address', '127.0.0.1', '203.0.113.9, unknown, 10.1.2.3', '10.1.2.3'],
    ['without its port', '127.0.0.1', '203.0.113.9:49152', '203.0.113.9'],
    ['of IPv6, with brackets and port', '127.0.0.1', '[2001:DB9::1]:49152', '2001:db9::1'],
    ['of IPv6 behind a proxy of IPv6', '2001:db8::1', '2001:db9::1', '2001:db9::1'],
    ['of IPv4 within IPv6', '::ffff:127.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['of this link, without its zone', 'fe80::1%eth0', undefined, 'fe80::1'],
    ['no markup', '127.0.0.1', '<script>', '127.0.0.1'],
    ['nothing from an empty entry', '127.0.0.1', ' , ', '127.0.0.1'],
  ])('is %s', (_, peer, forwarded, expected) => {
    expect(address(from(peer, forwarded))).toBe(expected);
  });

  it('comes from the end of a long header', () => {
    const long = Array.from({ length: 5000 }, () => '10.0.0.1').join(',');
    expect(address(from('127.0.0.1', `198.51.100.1,${long}`))).toBe('10.0.0.1');
  });
});
