import type { Serializable } from 'node:child_process';
import { openProcesses, type Peer, type Server } from './processes';

export interface Seed {
  readonly token: string;
  readonly organizationId: string;
  readonly ids: readonly string[];
}

export interface Stage {
  /** The operations without HTTP; see domain.ts. */
  readonly domain: Peer;
  readonly server: Server;
  readonly bare: Server;
  readonly seed: Seed;
  /** Runs the load generator once; see load.ts. */
  load<Result>(task: Serializable): Promise<Result>;
  close(): Promise<void>;
}

/** A data folder that goes at the end, the vault filled, and the two servers ready. */
export async function openStage(secrets: number): Promise<Stage> {
  const processes = openProcesses();
  try {
    const domain = processes.start('domain.ts');
    console.error(`Filling a vault with ${secrets} secrets …`);
    const seed = await domain.ask<Seed>({ do: 'seed', secrets });
    return {
      domain,
      seed,
      bare: await processes.startBare('bare.ts'),
      server: await processes.startServer(),
      load: (task) => processes.askOnce('load.ts', task),
      close: () => processes.close(),
    };
  } catch (error) {
    await processes.close();
    throw error;
  }
}
