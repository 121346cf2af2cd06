import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { Failure } from './failure';
import { NO_TOKEN } from './link-token';
import { isFailure, postJson } from './post-json';

/** The two routes of this site between which the browser asks the person. */
export interface Ceremony {
  readonly begin: string;
  readonly finish: string;
  /** Goes with both. */
  readonly body?: object;
}

/** Signs what the server asks for with a passkey that the person chooses. */
export function signWithPasskey<Answer extends object>(ceremony: Ceremony): Promise<Answer | Failure> {
  return perform(ceremony, async (optionsJSON: PublicKeyCredentialRequestOptionsJSON) =>
    (await library()).startAuthentication({ optionsJSON }),
  );
}

/** Makes a new passkey. */
export function makePasskey<Answer extends object>(ceremony: Ceremony): Promise<Answer | Failure> {
  return perform(ceremony, async (optionsJSON: PublicKeyCredentialCreationOptionsJSON) =>
    (await library()).startRegistration({ optionsJSON }),
  );
}

/** The same for the holder of a one-time link, whose token goes with it. */
export async function makePasskeyByLink<Answer extends object>(
  ceremony: Ceremony,
  body: { readonly token: string; readonly name?: string },
): Promise<Answer | Failure> {
  if (body.token !== '') return makePasskey({ ...ceremony, body });
  return { status: 'error', code: 'link_invalid', message: NO_TOKEN, fields: { token: NO_TOKEN } };
}

/**
 * Offers passkeys among what the browser fills in (conditional UI), for as long as nothing else asks for one.
 * Null where the browser does not do that, or once something else does.
 */
export async function signWithOffered<Answer extends object>(
  ceremony: Ceremony,
): Promise<Answer | Failure | null> {
  const { browserSupportsWebAuthnAutofill, startAuthentication } = await library();
  if (!(await browserSupportsWebAuthnAutofill())) return null;
  let chosen = false;
  const answer = await perform<Answer>(
    ceremony,
    async (optionsJSON: PublicKeyCredentialRequestOptionsJSON) => {
      const response = await startAuthentication({ optionsJSON, useBrowserAutofill: true });
      chosen = true;
      return response;
    },
  );
  return chosen ? answer : null;
}

const library = () => import('@simplewebauthn/browser');

async function perform<Answer extends object>(
  { begin, finish, body = {} }: Ceremony,
  ask: (options: never) => Promise<object>,
): Promise<Answer | Failure> {
  const begun = await postJson<{ options: never }>(begin, body);
  if (isFailure(begun)) return begun;
  try {
    const response = await ask(begun.options);
    return await postJson<Answer>(finish, { ...body, response });
  } catch (error) {
    return { status: 'error', code: 'invalid_credentials', message: wordsOf(error), fields: {} };
  }
}

const NOT_USED = 'No passkey was used. Try again, or use another way.';

/** Codes of the library's WebAuthnError. Why a person did not go on, a browser tells nobody. */
const WORDS: Readonly<Record<string, string>> = {
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'This device has a passkey for your account already.',
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT:
    'This device cannot ask for a PIN, a finger or a face. Use another one.',
  ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT:
    'This device has no room for passkeys. Use another one.',
  ERROR_INVALID_DOMAIN: 'Browsers take no passkeys for an address of numbers: the vault needs a name.',
  ERROR_INVALID_RP_ID: 'Passkeys work only under the address that the vault is configured for.',
};

function wordsOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' ? WORDS[code] : undefined) ?? NOT_USED;
}
