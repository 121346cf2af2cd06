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
  readonly clock: () => Date;
}
