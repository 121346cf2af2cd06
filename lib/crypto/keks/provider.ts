/** What a wrapped key is for. It is bound as associated data: a wrapped key opens only where it was made. */
export type WrapContext = Readonly<Record<string, string>>;

/**
 * Holds the root key and wraps other keys with it. The root key never leaves its provider.
 * Every method throws CryptoError only: `wrong` is final, `unreachable` is worth a retry.
 */
export interface KekProvider {
  /** The id of the root key that `wrap` uses now, for example `local:3f9a…`. Says nothing about the key itself. */
  currentKekId(): Promise<string>;
  wrap(plaintext: Uint8Array, context: WrapContext): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array, context: WrapContext): Promise<Uint8Array>;
  /** Forgets the key. Every later call is `unreachable`. */
  close(): Promise<void>;
}
