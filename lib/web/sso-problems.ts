import { isVaultError, SSO_REFUSALS } from '@/lib/vault';

/**
 * Why a sign-in at a provider ended in nothing, by the code that the address carries: words out of an address would be
 * anybody's.
 */
const PROBLEMS: Readonly<Record<string, string>> = {
  ...SSO_REFUSALS,
  link_needed:
    'There is an account with your e-mail address already. Sign in to it as you did until now; then connect it with this identity provider. Nobody else may do that for you.',
  denied: 'The identity provider did not sign you in.',
  provider:
    'The identity provider could not be reached, it refused the client id or secret, or its answer could not be taken. Try again. If it stays so, an administrator presses “Test the connection”, and gives the client secret anew.',
  unknown_provider: 'This identity provider is not in use here any more.',
  proof_required: 'Confirm that it is you, then try again.',
  too_many_requests: 'Too many attempts. Wait a few minutes, then try again.',
  signed_out: 'You are signed out. Sign in, then try again.',
  vouched:
    'You signed in at the identity provider of one organization, which vouches for you there and not for all of your account. Sign in with a password or a passkey for this.',
};

export const problemInWords = (code: unknown): string | undefined =>
  typeof code === 'string' && Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined;

/** The code of a refusal by the vault; undefined for what is no refusal. */
export function problemCode(error: unknown): string | undefined {
  if (!isVaultError(error)) return undefined;
  switch (error.code) {
    case 'sso_refused':
      return error.fields[0]?.code ?? 'provider';
    case 'sso_link_needed':
      return 'link_needed';
    case 'not_found':
      return 'unknown_provider';
    case 'unauthenticated':
      return 'signed_out';
    case 'forbidden':
      return 'vouched';
    case 'proof_required':
    case 'too_many_requests':
      return error.code;
    default:
      return undefined;
  }
}
