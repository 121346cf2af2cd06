import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
} from 'openid-client';
import { guardedFetch, UnsafeRequest } from './guarded-fetch';

/** Of each request, in seconds. */
const TIMEOUT_SECONDS = 10;

/** What is asked of a provider's users: who they are, and their address and name. */
export const SCOPE = 'openid email profile';

export interface ClientOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Not needed to send somebody there. */
  readonly clientSecret?: string;
  /** Hosts that may stand outside of the public internet. */
  readonly privateHosts: readonly string[];
}

/**
 * Reads a provider's discovery document. Its address is made from the issuer (OpenID Connect Discovery 1.0, section 4),
 * the issuer in it has to be the same, and everything that it names has to be https.
 */
export async function openClient(options: ClientOptions): Promise<Configuration> {
  const { issuer, clientId, clientSecret, privateHosts } = options;
  const server = new URL(issuer);
  if (server.protocol !== 'https:') throw new UnsafeRequest('An issuer is https.');
  const config = await discovery(
    server,
    clientId,
    undefined,
    clientSecret ? authentication(clientSecret) : None(),
    {
      algorithm: 'oidc',
      timeout: TIMEOUT_SECONDS,
      [customFetch]: guardedFetch(privateHosts),
    },
  );
  // Over TLS a token need not be signed for us; ours are checked all the same.
  enableNonRepudiationChecks(config);
  const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } = config.serverMetadata();
  for (const [name, endpoint] of Object.entries({ authorization_endpoint, token_endpoint, jwks_uri })) {
    if (!endpoint) throw new UnsafeRequest(`The discovery document names no ${name}.`);
  }
  for (const endpoint of [authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint]) {
    if (endpoint && !/^https:\/\//i.test(endpoint)) {
      throw new UnsafeRequest('The discovery document names an address that is not https.');
    }
  }
  return config;
}

/** In the header, as every provider has to take it, unless the provider says that it only takes it in the form. */
function authentication(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}
