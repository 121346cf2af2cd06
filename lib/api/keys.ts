import { z } from '@hono/zod-openapi';
import type { DataKeyResult } from '@/lib/vault';
import type { ApiParts } from './context';
import { endpoint } from './endpoint';
import { contextGiven, contextShown, text } from './wire';

const keyPair = z
  .object({
    id: z.string(),
    context: contextShown,
    data_key: text('32 bytes in base64.'),
    encrypted_keys: text('What brings the key back; opaque, in base64.'),
  })
  .openapi('CreateDataKeyResponse');

const key = z.object({ id: z.string(), data_key: text('32 bytes in base64.') }).openapi('DecryptResponse');

/** `/vault/v1/keys/…`: keys for encryption on the client's side. */
export function keyEndpoints(api: ApiParts): void {
  const tag = 'Data keys';
  endpoint(api, {
    method: 'post',
    path: '/vault/v1/keys/data-key',
    verb: 'createDataKey',
    tag,
    summary: 'Create a data key',
    body: z.object({ context: contextGiven }).openapi('CreateDataKeyRequest'),
    misfit: 422,
    names: { key_context: 'context' },
    answer: { says: 'The key, and what brings it back.', schema: keyPair },
    faults: [422],
    run: async (vault, caller, { body: { context } }) =>
      toPair(await vault.createDataKey(caller, { context })),
  });
  endpoint(api, {
    method: 'post',
    path: '/vault/v1/keys/decrypt',
    verb: 'decryptDataKey',
    tag,
    summary: 'Bring a data key back',
    body: z.object({ keys: text('`encrypted_keys` of the data key.') }).openapi('DecryptRequest'),
    names: { encryptedKeys: 'keys' },
    answer: { says: 'The key.', schema: key },
    run: async (vault, caller, { body: { keys } }) => {
      const { id, dataKey } = await vault.decryptDataKey(caller, { encryptedKeys: keys });
      return { id, data_key: dataKey };
    },
  });
  endpoint(api, {
    method: 'post',
    path: '/vault/v1/keys/rekey',
    verb: 'rekeyDataKey',
    tag,
    summary: 'Bind a data key to another context',
    body: z
      .object({ context: contextGiven, encrypted_keys: text('`encrypted_keys` of the data key.') })
      .openapi('RekeyRequest'),
    misfit: 422,
    names: { key_context: 'context' },
    answer: { says: 'The same key, and what brings it back under the new context.', schema: keyPair },
    faults: [422],
    run: async (vault, caller, { body: { context, encrypted_keys: encryptedKeys } }) =>
      toPair(await vault.rekeyDataKey(caller, { context, encryptedKeys })),
  });
}

const toPair = ({ id, context, dataKey, encryptedKeys }: DataKeyResult) => ({
  id,
  context: { ...context },
  data_key: dataKey,
  encrypted_keys: encryptedKeys,
});
