import { BlockList, isIP, isIPv6 } from 'node:net';
import { z } from 'zod';

/** `10.0.0.7`, `::1`, `10.0.0.0/8`, `2001:db8::/32`. */
function parse(given: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [, address = '', bits] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(given.trim()) ?? [];
  const longest = { 4: 32, 6: 128 }[isIP(address)];
  if (longest === undefined || Number(bits ?? 0) > longest) return null;
  return { address, bits: Number(bits ?? longest), family: isIPv6(address) ? 'ipv6' : 'ipv4' };
}

const SUCH = 'an address or a range, such as 203.0.113.7 or 10.0.0.0/8.';

/** Of several, the words say which one is none: by its number, since they never repeat what was given. */
export const addressRanges = z.array(z.string().trim()).superRefine((all, check) => {
  for (const [i, text] of all.entries()) {
    if (text.length <= 64 && parse(text) !== null) continue;
    const message = all.length > 1 ? `Number ${i + 1} is none: give ${SUCH}` : `Give ${SUCH}`;
    check.addIssue({ code: 'custom', path: [i], message });
  }
});

/** Whether an address lies in one of the ranges. One that is not known lies in none. */
export function isAllowedAddress(ranges: readonly string[], address: string | undefined): boolean {
  if (address === undefined || isIP(address) === 0) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const one = parse(range);
    if (one) list.addSubnet(one.address, one.bits, one.family);
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
