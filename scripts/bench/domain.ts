import { runtime } from '@/lib/runtime';
import type { Caller, Vault } from '@/lib/vault';
import { type Figures, quantiles } from './figures';
import type { Seed } from './stage';

/** The operations as the API calls them, with an API key's check, the policy and the event, but without HTTP. */
export interface Run {
  readonly do: 'run';
  readonly operation: 'read' | 'list' | 'create';
  readonly concurrency: number;
  readonly seconds: number;
}
export type RunResult = Figures & { readonly cpuUs: number };

/** Of a length that is common for a token or the URL of a database. */
export const VALUE = 'v'.repeat(100);
const AT_ONCE = 256;

let seed: Seed;
let made = 0;

process.on('message', (task: { readonly do: 'seed'; readonly secrets: number } | Run) => {
  answer(task).then(
    (given) => process.send?.(given),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});

async function answer(
  task: { readonly do: 'seed'; readonly secrets: number } | Run,
): Promise<Seed | RunResult> {
  const { vault } = await runtime();
  return task.do === 'seed' ? fill(vault, task.secrets) : run(vault, task);
}

async function fill(vault: Vault, secrets: number): Promise<Seed> {
  const operator: Caller = { via: 'command-line', requestId: 'bench' };
  const { id: organizationId } = await vault.createOrganization(operator, { name: 'Bench' });
  const { token } = await vault.createApiKey(operator, { name: 'bench' });
  seed = { token, organizationId, ids: [] };
  const ids = [(await create(vault)).id];
  while (ids.length < secrets) {
    const count = Math.min(AT_ONCE, secrets - ids.length);
    const some = await Promise.all(Array.from({ length: count }, () => create(vault)));
    ids.push(...some.map(({ id }) => id));
  }
  seed = { ...seed, ids };
  return seed;
}

async function run(vault: Vault, { operation, concurrency, seconds }: Run): Promise<RunResult> {
  const latenciesMs: number[] = [];
  const work = { read, list, create }[operation];
  const cpu = process.cpuUsage();
  const began = performance.now();
  const end = began + seconds * 1000;
  const loop = async () => {
    for (let at = performance.now(); at < end; ) {
      await work(vault);
      const now = performance.now();
      latenciesMs.push(now - at);
      at = now;
      // As over HTTP, nobody's next request comes before the others had their turn.
      await new Promise(setImmediate);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const elapsedSeconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const count = latenciesMs.length;
  return {
    count,
    perSecond: count / elapsedSeconds,
    cpuUs: (user + system) / count,
    ...quantiles(latenciesMs),
  };
}

const caller = (): Caller => ({
  via: 'api-key',
  token: seed.token,
  requestId: `bench_${made++}`,
  address: '127.0.0.1',
});

function read(vault: Vault) {
  return vault.readSecret(caller(), { id: seed.ids[Math.floor(Math.random() * seed.ids.length)] ?? '' });
}

function list(vault: Vault) {
  return vault.listSecrets(caller(), { organizationId: seed.organizationId, limit: 100 });
}

function create(vault: Vault) {
  const context = { organization_id: seed.organizationId };
  return vault.createSecret(caller(), { name: `bench ${process.pid} ${made++}`, value: VALUE, context });
}
