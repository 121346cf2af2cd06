import { describe, expect, it } from 'vitest';
import { refuseWeakPassword } from './weak-passwords';

const ADA = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' };
const isTaken = (password: string) =>
  refuseWeakPassword(password, ADA).then(
    () => true,
    (error: { code: string; message: string; fields: readonly { field: string }[] }) => {
      if (error.code !== 'invalid_input' || error.fields[0]?.field !== 'password') throw error;
      // Never what was given.
      expect(error.message).not.toContain(password);
      return false;
    },
  );

const WEAK: Record<string, readonly string[]> = {
  'of the list of leaked ones': ['1qaz2wsx3edc', 'administrator', 'QWERTY123456', 'leavemealone'],
  'of the list, with digits and signs around it': [
    'Password123!',
    '2024-dragon-2024',
    'monkey!!!!!!',
    'P@ssw0rd2025',
  ],
  'of the list, repeated': ['dragondragon', 'letmeinletmein', 'abc123abc123'],
  'a pattern': [
    'aaaaaaaaaaaa',
    '123456789012',
    'abcdefghijklm',
    'abababababab',
    '1111111111112',
    'zyxwvutsrqpo',
  ],
  'one’s own name or address': [
    'ada.lovelace@example.com',
    'AdaLovelace2026',
    'lovelace-lovelace',
    'example.com-ada',
    'ada@strongroom1',
  ],
};

describe('a password is refused that is', () => {
  for (const [why, passwords] of Object.entries(WEAK)) {
    it(why, async () => {
      for (const password of passwords)
        expect([password, await isTaken(password)]).toEqual([password, false]);
    });
  }

  it('none of these is taken', async () => {
    for (const password of [
      'a few words in a row',
      'correct horse battery staple',
      'Tr0ub4dor&3-and-more',
      '839201748392',
      'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
      'ada likes engines of brass',
      'пароль из четырёх слов',
    ]) {
      expect([password, await isTaken(password)]).toEqual([password, true]);
    }
  });
});
