import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { LocalKekProvider, openVault, type Vault } from '../index';
import type { Acknowledgement, WorkerTask } from './start-worker';
import { MIGRATIONS } from './template';

/**
 * A process of its own that works in a vault until it is killed. Its task comes as one line on standard input.
 * Each acknowledgement is a line in the task's log, written synchronously: what a kill leaves there was promised.
 */
const input = createInterface({ input: process.stdin });
console.log('loaded');
const { value: line } = await input[Symbol.asyncIterator]().next();
// The test ended before it had a task.
if (line === undefined) process.exit();
const task = JSON.parse(line) as WorkerTask;
const log = openSync(task.log, 'a');
const say = (said: Acknowledgement) => writeSync(log, `${JSON.stringify(said)}\n`);

const vault = await openVault({
  database: { url: `file:${task.path}` },
  provider: new LocalKekProvider(Buffer.from(task.rootKey, 'base64')),
  migrations: MIGRATIONS,
});
console.log('opened');
/** Secrets that can be updated, read and deleted. */
const live: string[] = [];
const end = new AbortController();
input.once('close', () => end.abort());
if (task.race) await race(vault, task.race);
else await Promise.all(Array.from({ length: task.concurrency }, () => work(vault)));
await vault.close();
closeSync(log);

/** Creates, updates, reads and deletes among secrets that all loops of this process share. */
async function work(at: Vault): Promise<void> {
  const { context } = task;
  while (!end.signal.aborted) {
    const requestId = randomUUID();
    const caller = { via: 'api-key', token: task.token, requestId } as const;
    const value = randomBytes(randomInt(1, 200)).toString('base64');
    const id = live[randomInt(live.length + 1)];
    const dice = randomInt(10);
    say({ did: 'begin', requestId });
    try {
      if (id === undefined || dice < 2) {
        const made = await at.createSecret(caller, { name: `secret ${requestId}`, value, context });
        say({ did: 'create', requestId, id: made.id, versionId: made.versionId, value });
        live.push(made.id);
      } else if (dice < 6) {
        const made = await at.updateSecret(caller, { id, value });
        say({ did: 'update', requestId, id, versionId: made.versionId, value });
      } else if (dice < 9) {
        const read = await at.readSecret(caller, { id });
        say({ did: 'read', requestId, id, versionId: read.versionId, value: read.value });
      } else {
        await at.deleteSecret(caller, { id });
        say({ did: 'delete', requestId, id });
        if (live.includes(id)) live.splice(live.indexOf(id), 1);
      }
    } catch (error) {
      // Two loops met at one secret: refused, and nothing was promised.
      const { code = 'unforeseen' } = error as { code?: string };
      say({ did: 'fail', requestId, code });
    }
  }
}

/** The same version check for all of them at once. */
async function race(at: Vault, { id, versionCheck, times }: NonNullable<WorkerTask['race']>): Promise<void> {
  await Promise.all(
    Array.from({ length: times }, async () => {
      const requestId = randomUUID();
      const caller = { via: 'api-key', token: task.token, requestId } as const;
      const value = `by ${requestId}`;
      try {
        const { versionId } = await at.updateSecret(caller, { id, value, versionCheck });
        say({ did: 'update', requestId, id, versionId, value });
      } catch (error) {
        const { code = 'unforeseen' } = error as { code?: string };
        say({ did: 'fail', requestId, code });
      }
    }),
  );
}
