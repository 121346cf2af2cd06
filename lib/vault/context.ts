import type { KekProvider } from '../crypto/keks/provider';
import type { Database } from '../db/client';
import type { KeyRing } from './key-ring';

/** What the vault of this process is made of. Operations get it; nothing outside of lib/vault does. */
export interface VaultContext {
  readonly database: Database;
  readonly provider: KekProvider;
  readonly keyRing: KeyRing;
  readonly environmentId: string;
  /** Keys MACs and the session cookie. 32 bytes. */
  readonly serviceKey: Uint8Array;
  /** Where browsers reach the vault, without a slash at the end: passkeys are bound to it. */
  readonly origin: string;
  readonly clock: () => Date;
}
