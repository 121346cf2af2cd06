import { hkdfSync } from 'node:crypto';
import { open, seal } from '../crypto/aead';
import { encodeFields } from '../crypto/bytes';
import { CryptoError } from '../crypto/errors';
import type { VaultContext } from './context';
import { VaultError } from './errors';

/** What the vault itself needs again in the clear, beside the values of secrets. */
export type SealedFor = 'totp' | 'identity-provider';

const FORMAT = 1;

/* Format 1: 01 ‖ nonce ‖ ciphertext ‖ tag, under a key of its own for each purpose, bound to one row. */

/** `id` names the row: the sealed bytes open in no other. */
export function sealFor(
  context: Pick<VaultContext, 'serviceKey' | 'environmentId'>,
  purpose: SealedFor,
  id: string,
  plaintext: Uint8Array,
): Uint8Array {
  const sealed = seal(keyOf(context, purpose), plaintext, bindingOf(context, purpose, id));
  return Buffer.concat([Uint8Array.of(FORMAT), sealed]);
}

/** Throws `integrity_failure` for bytes that were changed, or that stand in another row than they were sealed for. */
export function openFor(
  context: Pick<VaultContext, 'serviceKey' | 'environmentId'>,
  purpose: SealedFor,
  id: string,
  sealed: Uint8Array,
): Uint8Array {
  try {
    if (sealed[0] === FORMAT) {
      return open(keyOf(context, purpose), sealed.subarray(1), bindingOf(context, purpose, id));
    }
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
  }
  throw new VaultError('integrity_failure', 'What is stored here is not as it was sealed.');
}

const keyOf = ({ serviceKey }: Pick<VaultContext, 'serviceKey'>, purpose: SealedFor): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', serviceKey, '', `strongroom/sealed-row/${purpose}`, 32));

const bindingOf = (
  { environmentId }: Pick<VaultContext, 'environmentId'>,
  purpose: SealedFor,
  id: string,
): Uint8Array => encodeFields(`strongroom/sealed-row/${FORMAT}`, environmentId, purpose, id);
