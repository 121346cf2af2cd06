import { z } from '@hono/zod-openapi';
import { LIMITS, type SecretMetadata } from '@/lib/vault';
import { contextShown, text, timestamp } from './wire';

export const metadata = z
  .object({
    id: z.string(),
    context: contextShown,
    environment_id: z.string(),
    key_id: z.string(),
    updated_at: timestamp,
    updated_by: z.object({ id: z.string(), name: z.string() }).openapi('Actor'),
    version_id: z.string(),
  })
  .openapi('ObjectMetadata');

export const withoutValue = z
  .object({ id: z.string(), name: z.string(), metadata })
  .openapi('ObjectWithoutValue');
export const withValue = z
  .object({ id: z.string(), name: z.string(), value: z.string(), metadata })
  .openapi('Object');

export const summary = z
  .object({ id: z.string(), name: z.string(), updated_at: timestamp })
  .openapi('ObjectSummary');

export const version = z
  .object({
    id: z.string(),
    created_at: timestamp,
    current_version: z.boolean(),
    size: z.int().openapi({ description: 'Bytes of the value.' }),
    etag: z.string().openapi({ description: 'Of the ciphertext: equal values have different ones.' }),
  })
  .openapi('ObjectVersion');

export const value = z
  .string()
  .openapi({ description: `At most ${LIMITS.valueBytes} bytes of UTF-8, kept byte for byte.` });
export const idParams = z.object({ id: text('The id of the object.') });

export const toMetadata = (secret: SecretMetadata): z.input<typeof metadata> => ({
  id: secret.id,
  context: { ...secret.context },
  environment_id: secret.environmentId,
  key_id: secret.keyId,
  updated_at: secret.updatedAt,
  updated_by: secret.updatedBy,
  version_id: secret.versionId,
});

export const toDescription = (secret: SecretMetadata) => ({
  id: secret.id,
  name: secret.name,
  metadata: toMetadata(secret),
});

export const toObject = (secret: SecretMetadata & { readonly value: string }) => ({
  id: secret.id,
  name: secret.name,
  value: secret.value,
  metadata: toMetadata(secret),
});
