import { describe, expect, it } from 'vitest';
import type { ExplainedAbility, Explanation, Obstacle } from '@/lib/vault';
import { asksWords, obstacleWords, remedyWords, whyAllowed } from './explanation-words';

const ADA: Explanation['subject'] = { id: 'user_1', name: 'Ada', key: null };
const KEY: Explanation['subject'] = {
  id: 'key_1',
  name: 'Deploy',
  key: {
    hint: 'abcd',
    maker: { id: 'user_1', name: 'Ada' },
    organizationId: 'org_1',
    scopes: ['read'],
    namePrefixes: null,
    allowedAddresses: null,
    expiresAt: null,
    revokedAt: null,
  },
};
const EDITOR = { organizationId: 'org_1', role: 'editor' } as const;
const allowed = (change: Partial<ExplainedAbility> = {}): ExplainedAbility => ({
  ability: 'reveal',
  allowed: true,
  by: [EDITOR],
  namedAs: null,
  asks: [],
  obstacles: [],
  ...change,
});

describe('the words of an explanation', () => {
  it('say by which role, and how a restriction names somebody', () => {
    expect(whyAllowed(allowed(), ADA)).toBe('Ada is Editor of this organization.');
    expect(whyAllowed(allowed({ namedAs: 'role:org_1:editor' }), ADA)).toContain(
      'names whoever is Editor of this organization',
    );
    expect(whyAllowed(allowed({ namedAs: 'user_1' }), ADA)).toContain('The restriction names them.');
    expect(whyAllowed(allowed(), KEY)).toContain('acts for Ada, who is Editor of this organization');
    expect(asksWords(['proof', 'reason'])).toBe(
      'Each time it takes a recent proof that it is them and a reason.',
    );
    expect(asksWords([])).toBeNull();
  });

  it('say what is in the way, and what would change it', () => {
    const low: Obstacle = {
      kind: 'role_too_low',
      has: { organizationId: 'org_1', role: 'viewer' },
      least: { organizationId: 'org_1', role: 'reader' },
    };
    expect(obstacleWords(low, ADA)).toBe('Ada is Viewer of this organization, which is not enough.');
    expect(remedyWords(low, ADA)).toBe('Ada becomes Reader of this organization, or more.');
    expect(obstacleWords({ kind: 'no_scope', scope: 'write' }, KEY)).toContain('“create and replace”');
    expect(obstacleWords({ kind: 'name_outside', prefixes: ['a/', 'b/'] }, KEY)).toContain('“a/” or “b/”');
    expect(obstacleWords({ kind: 'no_role', least: null }, KEY)).toContain('Ada, who made the key,');
    expect(remedyWords({ kind: 'not_named' }, KEY)).toBe('The restriction names the key.');
  });

  it('know every obstacle', () => {
    const kinds: Obstacle[] = [
      { kind: 'key_revoked', at: '' },
      { kind: 'key_expired', at: '' },
      { kind: 'key_ended' },
      { kind: 'not_for_keys' },
      { kind: 'administrators_kept', has: { organizationId: null, role: 'admin' }, least: null },
      { kind: 'key_elsewhere' },
      { kind: 'needs_approval' },
    ];
    for (const one of kinds) {
      expect(obstacleWords(one, KEY)).toMatch(/\.$/);
      expect(remedyWords(one, ADA)).toMatch(/\.$/);
    }
  });
});
