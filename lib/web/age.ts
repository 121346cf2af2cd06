import { createCipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { Encrypter, type Recipient, Stanza } from 'age-encryption';
import { type Failure, failure, fieldFailure } from './failure';

export const PASSPHRASE_CHARS = 12;

interface Encryption {
  readonly kind: 'none' | 'passphrase' | 'age';
  readonly encrypt: (file: Uint8Array) => Promise<Uint8Array>;
}

/** How a file is to be encrypted, before anything is opened for it; else what is wrong. */
export function encryptionOf(given: Readonly<Record<string, unknown>>): Encryption | Failure {
  const { encryption: kind, passphrase, recipient } = given;
  if (kind === 'none') return { kind, encrypt: (file) => Promise.resolve(file) };
  if (kind === 'passphrase') {
    if (typeof passphrase !== 'string' || passphrase.length < PASSPHRASE_CHARS) {
      const words = `A passphrase has at least ${PASSPHRASE_CHARS} characters. A few words in a row are easy to remember.`;
      return fieldFailure({ passphrase: words });
    }
    return { kind, encrypt: encrypterTo(passphraseRecipient(passphrase)) };
  }
  if (kind === 'age') {
    const encrypt = typeof recipient === 'string' && toRecipient(recipient.trim());
    if (encrypt) return { kind, encrypt };
    return fieldFailure({
      recipient:
        'This is no recipient of age. It begins with age1, and age-keygen prints it as the public key.',
    });
  }
  return failure('invalid_input', 'Choose whether the file is encrypted.');
}

function toRecipient(given: string): Encryption['encrypt'] | null {
  // The private key would work for nobody else, and does not belong here.
  if (!given.startsWith('age1')) return null;
  try {
    return encrypterTo(given);
  } catch {
    return null;
  }
}

function encrypterTo(recipient: string | Recipient): Encryption['encrypt'] {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return (file) => encrypter.encrypt(file);
}

/** age's own default, about a second of work. */
const WORK_FACTOR = 18;
const LABEL = 'age-encryption.org/v1/scrypt';
const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);

/**
 * The scrypt recipient of the age format (C2SP, age.md, section "The scrypt recipient type"). The library's own computes
 * scrypt in JavaScript and in one go, while nobody else is answered; this one leaves it to Node's threads.
 */
function passphraseRecipient(passphrase: string): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(16);
      const cost = { N: 2 ** WORK_FACTOR, r: 8, p: 1, maxmem: 2 ** WORK_FACTOR * 1024 + 1024 * 1024 };
      const key = await derive(passphrase, Buffer.concat([Buffer.from(LABEL), salt]), 32, cost);
      // The key is used once.
      const cipher = createCipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: 16 });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      const unpadded = salt.toString('base64').replaceAll('=', '');
      return [new Stanza(['scrypt', unpadded, String(WORK_FACTOR)], new Uint8Array(body))];
    },
  };
}
