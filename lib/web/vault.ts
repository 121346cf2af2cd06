import { runtime } from '@/lib/runtime';
import type { Vault } from '@/lib/vault';

/** The one vault of this process. */
export async function openedVault(): Promise<Vault> {
  return (await runtime()).vault;
}
