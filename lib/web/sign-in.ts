import { attempt } from './action';
import { startSession } from './auth';
import { nobody } from './caller';
import type { Failure } from './failure';

/** Signs in with a password, and with a code where the account has a second factor; or says why not. */
export async function openSession(email: string, password: string, code = ''): Promise<Failure | null> {
  const done = await attempt(await nobody(), (vault, caller) =>
    vault.createSession(caller, { email, password, code }),
  );
  if (done.status === 'error') return done;
  await startSession(done.result.token);
  return null;
}
