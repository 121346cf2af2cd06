import { Configuration, clientCredentialsGrant, customFetch } from 'openid-client';
import { expect, it } from 'vitest';
import { problemOf } from './problem';

const TOLD = 'what-nobody-is-to-log';

/** What asking for a token ends in, where the provider answers so. */
async function failure(status: number, headers: Record<string, string>, body: unknown): Promise<unknown> {
  const issuer = 'https://login.example.com';
  const config = new Configuration({ issuer, token_endpoint: `${issuer}/token` }, 'client', TOLD);
  config[customFetch] = () =>
    Promise.resolve(new Response(body === null ? null : JSON.stringify(body), { status, headers }));
  return clientCredentialsGrant(config).then(
    () => 'it worked',
    (error: unknown) => error,
  );
}

const JSON_TYPE = { 'content-type': 'application/json' };

it.each([
  [
    'a challenge, as for a wrong client secret',
    [401, { ...JSON_TYPE, 'www-authenticate': `Basic realm="${TOLD}"` }, { error: 'invalid_client' }],
    'The provider refuses what it was sent (status 401). Look at the client id and the client secret.',
  ],
  [
    'an error of OAuth',
    [400, JSON_TYPE, { error: 'invalid_grant', error_description: TOLD }],
    'The provider answers invalid_grant.',
  ],
  [
    'no token',
    [200, JSON_TYPE, { access_token: 1, hint: TOLD }],
    'Its answer was not taken (OAUTH_INVALID_RESPONSE).',
  ],
] as const)('says in words that the provider answered with %s', async (_, answer, words) => {
  expect(problemOf(await failure(answer[0], { ...answer[1] }, answer[2]))).toBe(words);
});

it('leaves to the fault log what went wrong in here', () => {
  expect(problemOf(new TypeError('in here'))).toBeNull();
});
