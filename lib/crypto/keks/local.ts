import { createHmac } from 'node:crypto';
import { KEY_BYTES, open, seal } from '../aead';
import { encodeFields } from '../bytes';
import { CryptoError, wrong } from '../errors';
import { encodeKeyContext } from '../key-context';
import type { KekProvider, WrapContext } from './provider';

const FORMAT = 1;

/** A root key in this process's memory, from a file or the environment. */
export class LocalKekProvider implements KekProvider {
  #key: Uint8Array | null;
  readonly #id: string;

  /** `rootKey` is KEY_BYTES long; the provider keeps a copy of its own. */
  constructor(rootKey: Uint8Array) {
    if (rootKey.length !== KEY_BYTES) throw wrong(`A root key has ${KEY_BYTES} bytes.`);
    this.#key = Uint8Array.from(rootKey);
    this.#id = `local:${rootKeyFingerprint(rootKey)}`;
  }

  currentKekId(): Promise<string> {
    return Promise.resolve(this.#id);
  }

  async wrap(plaintext: Uint8Array, context: WrapContext): Promise<Uint8Array> {
    return Buffer.concat([Uint8Array.of(FORMAT), seal(this.#open(), plaintext, this.#bind(context))]);
  }

  async unwrap(wrapped: Uint8Array, context: WrapContext): Promise<Uint8Array> {
    const key = this.#open();
    if (wrapped[0] !== FORMAT) throw wrong('A wrapped key has a format that this version does not read.');
    return open(key, wrapped.subarray(1), this.#bind(context));
  }

  close(): Promise<void> {
    this.#key?.fill(0);
    this.#key = null;
    return Promise.resolve();
  }

  #open(): Uint8Array {
    if (!this.#key) throw new CryptoError('unreachable', 'The provider of the root key is closed.');
    return this.#key;
  }

  #bind(context: WrapContext): Uint8Array {
    return encodeFields(`strongroom/kek/${FORMAT}`, this.#id, encodeKeyContext(context));
  }
}

/** 16 hex digits that name a root key without telling it: a MAC of a fixed text, cut to 64 bits. */
export function rootKeyFingerprint(rootKey: Uint8Array): string {
  return createHmac('sha256', rootKey).update('strongroom/root-key-fingerprint/1').digest('hex').slice(0, 16);
}
