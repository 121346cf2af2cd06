import path from 'node:path';
import { encode } from 'next-auth/jwt';
import { runtime } from '@/lib/runtime';
import type { Caller, Vault } from '@/lib/vault';
import { sessionCookie } from '@/lib/web/session-cookie';
import { fill, NEEDLE } from './fill';
import { type Ids, PAGES } from './pages';

/** Fills a vault, and then runs a page's operation in its own process: `process.on('message')` tells which. */
export type Task =
  | { readonly do: 'open' }
  | { readonly do: 'fill'; readonly from: number; readonly to: number }
  | { readonly do: 'run'; readonly page: string; readonly ids: Ids; readonly count: number };

export interface Opened {
  readonly cookie: string;
  readonly organizationId: string;
  /** A secret that was really sealed. */
  readonly secretId: string;
}

let template = '';
let caller: Caller;

process.on('message', (task: Task) => {
  answer(task).then(
    (given) => process.send?.(given),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});

async function answer(task: Task): Promise<Opened | number> {
  const { vault, env } = await runtime();
  if (task.do === 'open') return open(vault);
  if (task.do === 'run') return run(vault, task);
  fill(path.join(env.dataFolder, 'strongroom.db'), template, task.from, task.to);
  return task.to;
}

async function open(vault: Vault): Promise<Opened> {
  const operator: Caller = { via: 'command-line', requestId: 'bench' };
  const { id: organizationId } = await vault.createOrganization(operator, { name: 'Bench' });
  const [email, password] = ['bench@example.com', crypto.randomUUID()];
  await vault.createUser(operator, { email, name: 'Bench', password, grants: [{ role: 'admin' }] });
  const { token } = await vault.createSession({ via: 'nobody', requestId: 'bench' }, { email, password });
  caller = { via: 'session', token, requestId: 'bench' };
  const made = await vault.createSecret(caller, {
    name: NEEDLE,
    value: 'v'.repeat(100),
    context: { organization_id: organizationId },
  });
  template = made.id;
  const { name, secret } = await sessionCookie();
  const cookie = `${name}=${await encode({ token: { sid: token }, secret, salt: name })}`;
  return { cookie, organizationId, secretId: made.id };
}

/** Microseconds of CPU for one operation, its event on the disk. */
async function run(vault: Vault, { page, ids, count }: Task & { do: 'run' }): Promise<number> {
  const operate = PAGES.find(({ name }) => name === page)?.operate;
  if (!operate) throw new Error(`There is no page "${page}".`);
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) await operate(vault, caller, ids);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}
