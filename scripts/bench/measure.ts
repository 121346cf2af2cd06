import type { Run, RunResult } from './domain';
import { type Figures, type Measured, medians } from './figures';
import type { Load } from './load';
import type { Peer } from './processes';
import type { Stage } from './stage';

export const CONNECTIONS = 32;
const WARM_UP_SECONDS = 2;
const VALUE = 'v'.repeat(100);

export const OPERATIONS = ['read', 'list', 'create'] as const;
export const SETTINGS = ['bare', 'api', 'domain'] as const;
export type Operation = (typeof OPERATIONS)[number];
export type Results = Record<Operation, Record<(typeof SETTINGS)[number], Measured> & { bytes: number }>;

/** Every operation in the three settings, which take turns in each round. */
export async function measureAll(
  stage: Stage,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Results> {
  const entries: [Operation, Results[Operation]][] = [];
  for (const operation of OPERATIONS) {
    const bytes = await answerBytes(stage, operation);
    const once = (during: number) => measureOnce(stage, operation, bytes, during);
    console.error(`${operation}: an answer has ${bytes} bytes. Warming up …`);
    await once(WARM_UP_SECONDS);
    const runs: Awaited<ReturnType<typeof measureOnce>>[] = [];
    for (let round = 1; round <= rounds; round++) {
      console.error(`${operation}: round ${round} of ${rounds} …`);
      runs.push(await once(seconds));
    }
    const of = (name: (typeof SETTINGS)[number]) => medians(runs.map((run) => run[name]));
    entries.push([operation, { bytes, bare: of('bare'), api: of('api'), domain: of('domain') }]);
  }
  return Object.fromEntries(entries) as Results;
}

async function measureOnce(stage: Stage, operation: Operation, bytes: number, seconds: number) {
  const { seed, bare, server, domain } = stage;
  const load = {
    method: operation === 'create' ? 'POST' : 'GET',
    token: seed.token,
    organizationId: seed.organizationId,
    value: VALUE,
    connections: CONNECTIONS,
    seconds,
  } as const;
  const paths = pathsOf(stage, operation);
  const barePaths = paths.map((path) => `${path.split('?')[0]}?bytes=${bytes}`);
  const run: Run = { do: 'run', operation, concurrency: CONNECTIONS, seconds };
  return {
    bare: await overHttp(stage, bare, { ...load, origin: bare.origin, paths: barePaths }),
    api: await overHttp(stage, server, { ...load, origin: server.origin, paths }),
    domain: await domain.ask<RunResult>({ ...run }),
  };
}

async function overHttp(stage: Stage, server: Peer, load: Load): Promise<Measured> {
  const before = await server.ask<number>('cpu');
  const figures = await stage.load<Figures>({ ...load });
  const after = await server.ask<number>('cpu');
  return { ...figures, cpuUs: (after - before) / figures.count };
}

function pathsOf({ seed }: Stage, operation: Operation): string[] {
  if (operation === 'read') return seed.ids.map((id) => `/vault/v1/kv/${id}`);
  if (operation === 'list') return [`/vault/v1/kv?limit=100&organization_id=${seed.organizationId}`];
  return ['/vault/v1/kv'];
}

/** Of one real answer, so that the bare server sends as much. */
async function answerBytes(stage: Stage, operation: Operation): Promise<number> {
  const { server, seed } = stage;
  const key_context = { organization_id: seed.organizationId };
  const response = await fetch(`${server.origin}${pathsOf(stage, operation)[0]}`, {
    headers: { authorization: `Bearer ${seed.token}`, 'content-type': 'application/json' },
    ...(operation === 'create'
      ? { method: 'POST', body: JSON.stringify({ name: 'bench size', value: VALUE, key_context }) }
      : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${operation} answered ${response.status}.`);
  return Buffer.byteLength(text);
}
