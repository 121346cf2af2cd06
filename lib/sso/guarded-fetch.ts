import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { CustomFetch } from 'openid-client';
import { isPublicAddress } from './addresses';

/** A discovery document with its keys is some ten KiB. */
const MOST_BYTES = 512 * 1024;
const TIMEOUT_MS = 10_000;

/** Why an identity provider was not asked, or not listened to. The words are for whoever set it up. */
export class UnsafeRequest extends Error {
  override readonly name = 'UnsafeRequest';
}

/**
 * The only way out of the vault: to identity providers. Its addresses come from people who run one organization, so it
 * speaks https only, follows no redirect, reads little and not for long, and connects to the public internet alone.
 * The address is judged where the connection is made: a name that answers otherwise the second time gains nothing.
 * `privateHosts`: those that may stand elsewhere all the same, because the operator says so.
 */
export function guardedFetch(privateHosts: readonly string[]): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    const target = new URL(url);
    if (target.protocol !== 'https:') throw new UnsafeRequest(`${target.origin} is not https.`);
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const anywhere = privateHosts.includes(host);
    if (!anywhere && isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host);
    const sent = bodyOf(body);
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(target, {
        method,
        headers: { ...headers, ...(sent ? { 'content-length': Buffer.byteLength(sent) } : {}) },
        // No connection is kept: each is judged anew.
        agent: false,
        lookup: anywhere ? lookup : publicLookup,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      outgoing.once('response', resolve);
      outgoing.once('error', reject);
      outgoing.end(sent);
    });
    // Where the connection did go, whatever the name said.
    const { remoteAddress } = response.socket;
    if (!anywhere && !isPublicAddress(unmapped(remoteAddress ?? ''))) {
      response.destroy();
      throw notPublic(host);
    }
    return toResponse(response, host);
  };
}

/** As Node's own, less every address that is not public. */
const publicLookup: LookupFunction = (host, options, callback) => {
  const all: LookupOptions & { all: true } = { ...options, all: true };
  lookup(host, all, (error, found: LookupAddress[]) => {
    const [first, ...rest] = (found ?? []).filter(({ address }) => isPublicAddress(unmapped(address)));
    if (error) callback(error, '');
    else if (!first) callback(notPublic(host), '');
    else if (options.all) callback(null, [first, ...rest]);
    else callback(null, first.address, first.family);
  });
};

/** An IPv4 address in the clothes of IPv6. */
const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

const notPublic = (host: string): UnsafeRequest =>
  new UnsafeRequest(
    `${host} is not on the public internet. Whoever runs this vault can allow it with STRONGROOM_SSO_PRIVATE_HOSTS.`,
  );

function bodyOf(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new UnsafeRequest('Only forms are sent to an identity provider.');
}

async function toResponse(response: IncomingMessage, host: string): Promise<Response> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    response.destroy();
    throw new UnsafeRequest(`${host} answers with a redirect, which is not followed.`);
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) {
      response.destroy();
      throw new UnsafeRequest(`${host} answers with more than ${MOST_BYTES / 1024} KiB.`);
    }
    parts.push(part);
  }
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  return new Response(status === 204 || bytes === 0 ? null : Buffer.concat(parts), { status, headers });
}
