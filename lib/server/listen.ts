import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A sentence for whoever starts the server. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** A slow sender must not hold a connection for ever; the largest body takes a second on a slow line. */
const TIMEOUTS = { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 75_000 };

export interface Listening {
  readonly server: Server;
  /** The one that was found where 0 was asked for. */
  readonly port: number;
  /** Until this is called, requests wait. */
  readonly answerWith: (listener: RequestListener) => void;
}

/** Throws StartError if the port cannot be had. */
export async function listen(port: number, host: string): Promise<Listening> {
  let answerWith: (listener: RequestListener) => void = () => {};
  const ready = new Promise<RequestListener>((resolve) => {
    answerWith = resolve;
  });
  let listener: RequestListener | undefined;
  const server = createServer(TIMEOUTS, (incoming, outgoing) => {
    if (listener) return listener(incoming, outgoing);
    void ready.then((first) => {
      listener = first;
      first(incoming, outgoing);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(inWords(error, port, host)));
    server.listen(port, host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port, answerWith };
}

function inWords(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use: Strongroom may be running already. Stop what uses it, or choose another one: PORT=${port + 1} npm start`,
    EACCES: `Port ${port} needs more rights than this user has. Choose one above 1023: PORT=3000 npm start`,
    EADDRNOTAVAIL: `HOST is ${host}, and this machine has no such address. Use 127.0.0.1, or 0.0.0.0 for all of them.`,
    ENOTFOUND: `HOST is ${host}, and no such host is known. Use 127.0.0.1, or 0.0.0.0 for all addresses.`,
  };
  const sentence = sentences[error.code ?? ''];
  return sentence === undefined ? error : new StartError(sentence);
}
