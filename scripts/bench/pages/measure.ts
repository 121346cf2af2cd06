import { openProcesses, type Peer, type Processes, type Server } from '../processes';
import { type Ids, PAGES, type Page } from './pages';
import type { Opened, Task } from './vault';

/** Into one question go as many rows as are written in its time. */
const STEP = 100_000;
const CONNECTIONS = 4;
const WARM_UP_REQUESTS = 60;

interface Filled {
  readonly cookie: string;
  readonly ids: Ids;
  readonly vault: Peer;
  readonly server: Server;
  readonly processes: Processes;
}

/** CPU, for one page. */
export interface Cost {
  /** Of the server, over HTTP. */
  readonly pageUs: number;
  /** Of the page's operation alone, without HTTP. */
  readonly operationUs: number;
}

/** By page, a cost for each size. */
export type Costs = ReadonlyMap<string, readonly Cost[]>;

export interface Given {
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly requests: number;
}

/** A vault and a server for each size, all of them warm, which take turns at each page. */
export async function measurePages({ sizes, rounds, requests }: Given): Promise<Costs> {
  const vaults: Filled[] = [];
  try {
    for (const secrets of sizes) vaults.push(await filled(secrets));
    console.error('Warming up …');
    for (const page of PAGES)
      for (const at of vaults) await costOf(at, page, page.readsOn ? 4 : WARM_UP_REQUESTS);
    const costs = new Map<string, readonly Cost[]>();
    for (const page of PAGES) {
      console.error(page.name);
      const runs: Cost[][] = [];
      for (let round = 0; round < rounds; round++) {
        const run: Cost[] = [];
        for (const at of vaults)
          run.push(await costOf(at, page, page.readsOn ? Math.ceil(requests / 8) : requests));
        runs.push(run);
      }
      costs.set(
        page.name,
        sizes.map((_, index) => medianOf(runs.flatMap((run) => run[index] ?? []))),
      );
    }
    return costs;
  } finally {
    for (const { processes } of vaults) await processes.close();
  }
}

async function filled(secrets: number): Promise<Filled> {
  const processes = openProcesses();
  try {
    const vault = processes.start('pages/vault.ts');
    const tell = <Answer>(task: Task) => vault.ask<Answer>(task);
    const { cookie, organizationId, secretId } = await tell<Opened>({ do: 'open' });
    // The first one is there.
    for (let from = 1; from < secrets; from += STEP) {
      console.error(`Filling a vault: ${from - 1} of ${secrets} secrets …`);
      await tell({ do: 'fill', from, to: Math.min(from + STEP, secrets) });
    }
    // None of those in the trash.
    const middle = Math.floor(secrets / 200) * 100;
    const middleId = `secret_${String(middle).padStart(26, '0')}`;
    const ids = { organizationId, secretId, middleId };
    const server = await processes.startServer();
    // The dashboard answers at its own origin only.
    const origin = server.origin.replace('127.0.0.1', 'localhost');
    return { cookie, ids, vault, processes, server: { ...server, origin } };
  } catch (error) {
    await processes.close();
    throw error;
  }
}

async function costOf({ server, vault, cookie, ids }: Filled, page: Page, count: number): Promise<Cost> {
  const url = `${server.origin}/orgs/${ids.organizationId}${page.path(ids)}`;
  const before = await server.ask<number>('cpu');
  let left = count;
  const ask = async () => {
    while (left-- > 0) await request(url, cookie);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  const pageUs = ((await server.ask<number>('cpu')) - before) / count;
  const task: Task = { do: 'run', page: page.name, ids, count: page.readsOn ? count : count * 5 };
  return { pageUs, operationUs: await vault.ask<number>(task) };
}

async function request(url: string, cookie: string): Promise<void> {
  const isValue = url.endsWith('/value');
  const { origin } = new URL(url);
  const response = await fetch(url, {
    redirect: 'manual',
    headers: {
      cookie,
      ...(isValue ? { origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' } : {}),
    },
    ...(isValue ? { method: 'POST', body: '{"purpose":"reveal"}' } : {}),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`);
}

function medianOf(costs: readonly Cost[]): Cost {
  const of = (name: keyof Cost) => {
    const sorted = costs.map((one) => one[name]).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  return { pageUs: of('pageUs'), operationUs: of('operationUs') };
}
