import { describe, expect, it } from 'vitest';
import { safeNextPath, signInPath } from './next-path';

describe('where a person goes after signing in', () => {
  it.each([
    ['/orgs/org_1/secrets?q=db&after=secret_1', '/orgs/org_1/secrets?q=db&after=secret_1'],
    ['/api-keys', '/api-keys'],
    ['/orgs/../api-keys', '/api-keys'],
    ['/orgs?next=//evil.example', '/orgs?next=//evil.example'],
  ])('follows a path of this site: %s', (given, path) => {
    expect(safeNextPath(given)).toBe(path);
  });

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'https:evil.example',
    'https://evil.example/orgs',
    'javascript:alert(1)',
    'evil.example',
    ' /orgs',
    '',
    '/sign-in?next=/orgs',
    '/api/auth/signout',
    undefined,
    ['/orgs', '/api-keys'],
  ])('goes to the start instead of %j', (given) => {
    expect(safeNextPath(given)).toBe('/');
  });

  it('names the path in the address of the sign-in page', () => {
    expect(signInPath('/orgs?q=a b')).toBe('/sign-in?next=%2Forgs%3Fq%3Da%2520b');
    expect(signInPath('//evil.example')).toBe('/sign-in');
  });
});
