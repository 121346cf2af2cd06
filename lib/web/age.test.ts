import { Decrypter, generateHybridIdentity, generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { encryptionOf } from './age';

const FILE = Buffer.from('NAME="välue"\n'.repeat(10_000));

async function encrypted(given: Record<string, unknown>): Promise<Uint8Array> {
  const encryption = encryptionOf(given);
  if ('status' in encryption) throw new Error(encryption.message);
  return encryption.encrypt(FILE);
}
const fieldsOf = (given: Record<string, unknown>) => {
  const told = encryptionOf(given);
  return 'status' in told ? Object.keys(told.fields) : null;
};

describe('a file for a passphrase', () => {
  it('is opened by age with it, by no other one, and others are answered while it is made', async () => {
    const passphrase = 'correct horse battery';
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    const file = await encrypted({ encryption: 'passphrase', passphrase });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
    expect(Buffer.from(file).toString('latin1')).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S{22} 18\n/);
    expect(Buffer.from(file).includes('NAME')).toBe(false);
    const right = new Decrypter();
    right.addPassphrase(passphrase);
    expect(Buffer.from(await right.decrypt(file)).equals(FILE)).toBe(true);
    const wrong = new Decrypter();
    wrong.addPassphrase('correct horse bakery');
    await expect(wrong.decrypt(file)).rejects.toThrow();
  }, 30_000);

  it('is not made for a short one', () => {
    for (const passphrase of ['', 'elevenchars', undefined, 12]) {
      expect(fieldsOf({ encryption: 'passphrase', passphrase })).toEqual(['passphrase']);
    }
  });
});

describe('a file for a recipient', () => {
  it.each([generateIdentity, generateHybridIdentity])(
    'is opened with its identity alone (%#)',
    async (make) => {
      const [identity, other] = [await make(), await make()];
      const recipient = ` ${await identityToRecipient(identity)}\n`;
      const file = await encrypted({ encryption: 'age', recipient });
      const right = new Decrypter();
      right.addIdentity(identity);
      expect(Buffer.from(await right.decrypt(file)).equals(FILE)).toBe(true);
      const wrong = new Decrypter();
      wrong.addIdentity(other);
      await expect(wrong.decrypt(file)).rejects.toThrow();
    },
  );

  it('is not made for what is none, a private key least of all', async () => {
    const identity = await generateIdentity();
    const recipient = await identityToRecipient(identity);
    const typo = recipient.slice(0, -1) + (recipient.endsWith('q') ? 'p' : 'q');
    for (const wrong of [
      '',
      'age1',
      'ada@example.com',
      identity,
      typo,
      `${recipient}\n${recipient}`,
      undefined,
    ]) {
      expect(fieldsOf({ encryption: 'age', recipient: wrong })).toEqual(['recipient']);
    }
  });
});

it('is not encrypted only for who says so', async () => {
  expect(Buffer.from(await encrypted({ encryption: 'none' })).equals(FILE)).toBe(true);
  for (const encryption of [undefined, '', 'zip']) expect(fieldsOf({ encryption })).toEqual([]);
});
