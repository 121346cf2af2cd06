import type { IncomingMessage } from 'node:http';

/**
 * What only a proxy or Next itself may say. Next believes the forwarded ones (its check of server actions compares
 * Origin with X-Forwarded-Host), next-auth makes links from them, and the rest steers Next's routing and caches:
 * CVE-2025-29927 was one such header. `next-router-state-tree`, `next-url`, `next-action` and `x-nextjs-data` stay:
 * the browser's part of Next sends them.
 */
const NOT_FROM_OUTSIDE =
  /^(x-forwarded(-.*)?|forwarded|x-real-ip|x-client-ip|x-original-.*|x-rewrite-.*|x-middleware-.*|x-invoke-.*|x-matched-path|x-now-.*|x-vercel-.*|x-nextjs-(?!data$).*|x-next-.*|x-prerender-.*|next-resume|x-nonce)$/;

/** With these the browser's part of Next asks its development server for what belongs to one request. */
const FROM_DEVELOPMENT = new Set(['x-nextjs-request-id', 'x-nextjs-html-request-id']);

/** Takes away what a client may not say, and says it for it. `address` is the client's. */
export function cleanHeaders(
  incoming: IncomingMessage,
  { origin, address, dev }: { readonly origin: URL; readonly address: string; readonly dev: boolean },
): void {
  const kept: string[] = [];
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    const name = incoming.rawHeaders[i] ?? '';
    const lower = name.toLowerCase();
    const strip = NOT_FROM_OUTSIDE.test(lower) && !(dev && FROM_DEVELOPMENT.has(lower));
    if (strip) delete incoming.headers[lower];
    else kept.push(name, incoming.rawHeaders[i + 1] ?? '');
  }
  const ours = {
    'x-forwarded-for': address,
    'x-forwarded-host': origin.host,
    'x-forwarded-proto': origin.protocol.slice(0, -1),
    'x-forwarded-port': origin.port || (origin.protocol === 'https:' ? '443' : '80'),
  };
  Object.assign(incoming.headers, ours);
  incoming.rawHeaders = [...kept, ...Object.entries(ours).flat()];
}
