import autocannon from 'autocannon';
import { type Figures, quantiles } from './figures';

/** One run of the load generator. Ends the process after it. */
export interface Load {
  readonly origin: string;
  readonly method: 'GET' | 'POST';
  /** Every request takes one of them at random. */
  readonly paths: readonly string[];
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
  /** For POST: a name of its own for every request. */
  readonly organizationId: string;
  readonly value: string;
}

process.once('message', (task) => {
  run(task as Load).then(
    (figures) => process.send?.(figures),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});

function run(task: Load): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const latenciesMs: number[] = [];
    const instance = autocannon(
      {
        url: task.origin,
        connections: task.connections,
        duration: task.seconds,
        requests: [{ setupRequest: (request) => ({ ...request, ...next(task) }) }],
      },
      (error, result) => {
        if (error) return reject(error);
        const failed = result.non2xx + result.errors + result.timeouts + result.mismatches;
        if (failed > 0) return reject(new Error(`${failed} of the answers were no success.`));
        resolve({
          perSecond: latenciesMs.length / result.duration,
          count: latenciesMs.length,
          ...quantiles(latenciesMs),
        });
      },
    );
    instance.on('response', (_client, _status, _bytes, ms) => latenciesMs.push(ms));
  });
}

let made = 0;

function next({ method, paths, token, organizationId, value }: Load) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const path = paths[Math.floor(Math.random() * paths.length)];
  if (method === 'GET') return { method, path, headers };
  const name = `bench ${process.pid} ${made++}`;
  return {
    method,
    path,
    headers,
    body: JSON.stringify({ name, value, key_context: { organization_id: organizationId } }),
  };
}
