import { expect, it } from 'vitest';
import { VaultError } from '@/lib/vault';
import { toFailure } from './failure';

it('says what no role includes in plain words, with whom to ask, and names no operation', () => {
  const refusal = new VaultError('forbidden', 'You do not have the right to do this (secret.read).', {
    lacks: 'secret.read',
  });
  expect(toFailure(refusal, 'req_1')).toMatchObject({
    code: 'forbidden',
    message:
      'Your role does not include this. An administrator of the organization, or of the whole installation, can give you one that does.',
  });
});

it('leaves another refusal its own words', () => {
  const refusal = new VaultError('forbidden', 'You asked for this yourself. Somebody else has to decide.');
  expect(toFailure(refusal, 'req_1').message).toBe(refusal.message);
});
