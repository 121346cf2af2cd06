import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import './cpu';

/** The least that node:http can do: `/<anything>?bytes=N` answers a JSON of N bytes, once the request is read. */
const bodies = new Map<string, Buffer>();

const server = createServer((incoming, outgoing) => {
  const size = /bytes=(\d+)/.exec(incoming.url ?? '')?.[1] ?? '11';
  incoming.resume().once('end', () => {
    const body = bodyOf(size);
    outgoing.writeHead(incoming.method === 'POST' ? 201 : 200, {
      'content-type': 'application/json',
      'content-length': body.length,
    });
    outgoing.end(body);
  });
});

function bodyOf(size: string): Buffer {
  const known = bodies.get(size);
  if (known) return known;
  const empty = JSON.stringify({ value: '' }).length;
  const body = Buffer.from(JSON.stringify({ value: 'v'.repeat(Math.max(0, Number(size) - empty)) }));
  bodies.set(size, body);
  return body;
}

server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
