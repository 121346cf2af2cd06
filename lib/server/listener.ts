import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Api } from '@/lib/api/app';
import { MAX_IMPORT_BYTES } from '@/lib/web/import-limit';
import { isFromThisSite } from '@/lib/web/this-site';
import type { ClientAddress } from './client-address';
import { cleanHeaders } from './headers';

/** The paths of the HTTP API. The dashboard has none of them. */
const API_PATH = /^\/(vault|organizations|events|openapi\.json|api\/health)(?=[/?#]|$)/;

/** A segment `.` or `..` of a path, which Next resolves: what is a page's path here may be one of the API there. */
const DOT_SEGMENT = /^[^?#]*[/\\](\.|%2e){1,2}(?=[/\\?#]|$)/i;

/** Next fails on some of the others. The API says itself what it has. */
const PAGE_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];

const READS = ['GET', 'HEAD', 'OPTIONS'];

/** Where Next would cut the body off, say so in the log with its path, and answer 500: see next.config.mjs. */
const MAX_FORM_BYTES = 1024 * 1024;

/** A whole file of secrets, in a request of its own. proxy.ts, and with it Next's limit, leaves these out. */
const IMPORT_PATH = /^\/orgs\/[^/?#]+\/import\/(compare|store)$/;

/** One listener for all: the API goes straight to its application, because Next in front of it costs five times the work. */
export function createListener(parts: {
  readonly api: Api;
  readonly pages: RequestListener;
  /** The public one. */
  readonly origin: string;
  readonly dev: boolean;
  readonly clientAddress: ClientAddress;
}): RequestListener {
  const origin = new URL(parts.origin);
  const { clientAddress, dev } = parts;
  const api = apiListener(parts.api, clientAddress);
  return (incoming, outgoing) => {
    const target = incoming.url ?? '';
    if (!target.startsWith('/')) return plain(outgoing, 400, 'The request target must be a path.');
    // It believes no header but the key and a trusted proxy's, so there is nothing to clean.
    if (API_PATH.test(target)) return api(incoming, outgoing);
    if (DOT_SEGMENT.test(target)) return plain(outgoing, 400, 'The path must have no segment "." or "..".');
    if (!PAGE_METHODS.includes(incoming.method ?? '')) {
      outgoing.setHeader('Allow', PAGE_METHODS.join(', '));
      return plain(outgoing, 405, 'Pages have no such method.');
    }
    const maxBytes = IMPORT_PATH.test(target) ? MAX_IMPORT_BYTES : MAX_FORM_BYTES;
    if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) {
      return plain(outgoing, 413, `A form may have at most ${maxBytes} bytes.`);
    }
    cleanHeaders(incoming, { origin, address: clientAddress(incoming) ?? '', dev });
    if (incoming.headers.host?.toLowerCase() !== origin.host) return wrongHost(incoming, outgoing, origin);
    if (!READS.includes(incoming.method ?? '') && !isFromThisSite(incoming.headers, origin.origin)) {
      return plain(outgoing, 403, 'Only pages of this site may ask for this.');
    }
    return parts.pages(incoming, outgoing);
  };
}

/**
 * A cookie, a link and the check of server actions hold for one origin only. A page's own requests are not sent on:
 * Next itself asks so, at an address of its own guess, for the page that an action redirects to, and would take what it
 * got without the session's cookie for that page; refused, it leaves that page to the browser.
 */
function wrongHost(
  { method, headers, url = '/' }: IncomingMessage,
  outgoing: ServerResponse,
  origin: URL,
): void {
  if ((method !== 'GET' && method !== 'HEAD') || 'rsc' in headers) {
    return plain(outgoing, 421, `This server answers at ${origin.origin} only.`);
  }
  // Joined, not resolved: `//elsewhere.example` must stay a path.
  outgoing.setHeader('Location', `${origin.origin}${url}`);
  return plain(outgoing, 307, `This server answers at ${origin.origin}.`);
}

function apiListener(api: Api, clientAddress: ClientAddress): RequestListener {
  const targets = new WeakMap<IncomingMessage, string>();
  const listen = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const facts = {
        address: clientAddress(incoming as IncomingMessage),
        target: targets.get(incoming as IncomingMessage),
      };
      await write(await api(request, facts), outgoing as ServerResponse);
      return RESPONSE_ALREADY_SENT;
    },
    // Next runs in this process and has its own idea of Request and Response.
    { overrideGlobalObjects: false, errorHandler: () => new Response(null, { status: 400 }) },
  );
  return (incoming, outgoing) => {
    targets.set(incoming, incoming.url ?? '/');
    // Any host may be used here, and only the query is read of the URL: these can always be parsed.
    incoming.headers.host = 'localhost';
    incoming.rawHeaders = incoming.rawHeaders.filter(
      (_, i, all) => all[i - (i % 2)]?.toLowerCase() !== 'host',
    );
    incoming.url = incoming.url?.replaceAll('\\', '%5C') ?? '/';
    void listen(incoming, outgoing);
  };
}

/** Our answers are short texts: whole, they cost 15 µs, where the adapter's own way, part by part, costs 120. */
async function write(response: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  // An answer to HEAD has the headers of one with a body.
  if (outgoing.req.method !== 'HEAD') headers['content-length'] = String(body.length);
  outgoing.writeHead(response.status, headers);
  outgoing.end(body);
}

function plain(outgoing: ServerResponse, status: number, sentence: string): void {
  outgoing.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  outgoing.end(`${sentence}\n`);
}
