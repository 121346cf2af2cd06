/**
 * Why bytes did not open. Two kinds only, because a caller can do only two things:
 * - `wrong`: final. The key, the associated data or the bytes themselves are not the right ones.
 * - `unreachable`: worth a retry. The provider of the key could not be asked.
 * The message never holds a key, a value or what was given.
 */
export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  constructor(
    readonly kind: 'wrong' | 'unreachable',
    message: string,
  ) {
    super(message);
  }
}

export const wrong = (message: string): CryptoError => new CryptoError('wrong', message);
