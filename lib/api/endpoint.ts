import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Caller, isVaultError, type VaultError } from '@/lib/vault';
import { bearerToken, callerOf } from './authenticate';
import type { ApiEnv, ApiParts } from './context';
import type { Definition, Shape } from './definition';
import { document } from './document';
import { Fault, inWireWords } from './errors';
import { given } from './given';
import { provesNothing } from './limits';

/**
 * The one way to make an endpoint. Not `app.openapi()`: that validates before it is known who asks, and answers 415 to
 * content types that clients in use do send.
 */
export function endpoint<
  Params extends Shape,
  Query extends Shape,
  Body extends Shape,
  Answer extends z.ZodType,
>({ app, vault, limits }: ApiParts, definition: Definition<Params, Query, Body, Answer>): void {
  document(app, definition);
  const { method, path, verb, body, run, answer, names, reword = (fault) => fault } = definition;
  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
    const token = bearerToken(c.req.header('authorization'));
    const facts = { requestId: c.get('requestId'), address: c.env.address };
    const caller: Caller = token === null ? { ...facts, via: 'nobody' } : { ...facts, via: 'api-key', token };
    const address = c.env.address ?? 'unknown';
    // Nothing is read of a request whose key may be none.
    let refused: VaultError | undefined;
    const limit = await limits.admit(address, token, async () => {
      await refuse(caller).catch((error: unknown) => {
        // The key is good, though not for this: it counts like any other request of it.
        if (!isVaultError(error) || error.code !== 'forbidden') throw error;
        refused = error;
      });
      return (await vault.describeOwnApiKey(caller, {})).requestsPerMinute;
    });
    if (token !== null) {
      await limits.count(token, limit, (headers) => {
        for (const [name, value] of Object.entries(headers)) c.header(name, value);
      });
    }
    try {
      if (refused) throw refused;
      return c.json(await perform(c, caller), answer.status ?? 200);
    } catch (error) {
      if (error instanceof Fault) throw reword(error);
      if (!isVaultError(error)) throw error;
      if (provesNothing(error) && token !== null) await limits.failed(address, token);
      throw reword(inWireWords(Fault.of(error, { hasBody: body !== undefined }), names));
    }
  });

  async function perform(c: Context<ApiEnv>, who: Caller) {
    try {
      const caller = method === 'post' ? callerOf(who, c.req.header('idempotency-key')) : who;
      return await run(vault, caller, await given(c, definition));
    } catch (error) {
      // Who may not ask is not told what is wrong with the question.
      if (error instanceof Fault) await refuse(who);
      throw error;
    }
  }

  /** The vault looks at who asks before it looks at what: asked without any input, it refuses only the caller. */
  async function refuse(caller: Caller): Promise<void> {
    await (vault[verb] as (caller: Caller, input: unknown) => Promise<unknown>)(caller, undefined).catch(
      (error: unknown) => {
        if (!isVaultError(error) || error.code !== 'invalid_input') throw error;
      },
    );
  }
}
