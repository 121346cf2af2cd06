import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { environments } from '../db/schema';
import { notFound, VaultError } from './errors';
import { eventWrite } from './event-rows';
import { emailAddress } from './inputs';
import { operation, type Work } from './operation';
import { provePassword } from './password-proof';
import { authorizedTo, type Grant, type OperationName, POLICY } from './policy';
import { hasSecondFactor, verifyCode } from './second-factors';
import { startSession } from './session-rows';

/**
 * Sign in. An unknown account and a wrong password give the same answer after the same work. A right password of an
 * account with a second factor gives `code_required` until a code comes with it.
 */
export const createSession = operation({
  name: 'session.create',
  input: z.strictObject({
    email: emailAddress,
    password: z.string().max(1024),
    /** Of the authenticator, or a recovery code. */
    code: z.string().max(64).optional(),
  }),
  async run(work, { email, password, code = '' }) {
    const proof = await provePassword(work, email, password);
    if (!proof.right) {
      await recordRefusal(work, proof.userId, 'password');
      throw new VaultError('invalid_credentials', 'The e-mail address or the password is not right.');
    }
    const { user } = proof;
    const started = startSession(work, user, { method: 'password' });
    if (!(await hasSecondFactor(work, user.id))) {
      return { ...started, writes: [...proof.writes, ...started.writes] };
    }
    if (code.trim() === '') {
      await work.database.commit(proof.forgiven);
      throw new VaultError('code_required', 'Give the code that your authenticator app shows now.');
    }
    const right = await verifyCode(work, user.id, code);
    if (!right) {
      await recordRefusal(work, user.id, 'code');
      const message = 'This code is not right, or was used already. Wait for the next one, then try again.';
      throw new VaultError('code_required', message, { fields: [{ field: 'code', code: 'wrong', message }] });
    }
    return {
      result: started.result,
      writes: [...proof.writes, ...right.writes, ...started.writes],
      events: [...right.events.map((event) => ({ ...event, by: user })), ...started.events],
    };
  },
});

/** Not the address that was typed: people type passwords into the wrong field. */
function recordRefusal(work: Work, userId: string | null, what: 'password' | 'code'): Promise<void> {
  const data = userId === null ? {} : { user_id: userId, what };
  return work.database.commit([eventWrite(work, { type: 'session.refused', organizationId: null, data })]);
}

/** What a signed-in person is and may do: for names and navigation, never for a decision. */
export interface CurrentSession {
  readonly userId: string;
  readonly name: string;
  readonly environment: { readonly id: string; readonly name: string };
  readonly grants: readonly Grant[];
  /** What the person may do: in all of the environment, or by organization. */
  readonly may: Readonly<Record<string, 'all' | readonly string[]>>;
}

export const describeSession = operation({
  name: 'session.describe',
  input: z.strictObject({}),
  async run(work) {
    const { database, actor, environmentId } = work;
    const [environment] = await database.query
      .select({ id: environments.id, name: environments.name })
      .from(environments)
      .where(eq(environments.id, environmentId));
    if (!environment) throw notFound('session');
    const may: Record<string, 'all' | readonly string[]> = {};
    for (const name of Object.keys(POLICY) as OperationName[]) {
      const reach = authorizedTo(work.actor, name);
      if (reach) may[name] = reach.organizationIds;
    }
    const result: CurrentSession = {
      userId: actor.id,
      name: actor.name,
      environment,
      grants: actor.grants,
      may,
    };
    return { result, events: { unrecorded: 'a look at oneself' } };
  },
});
