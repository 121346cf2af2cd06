import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Provider } from 'oidc-provider';

/** What the provider says of somebody. */
export interface Account {
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly groups: readonly string[];
}

export interface RunningProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM, for NODE_EXTRA_CA_CERTS. */
  readonly certificateFile: string;
  /** By subject. Whoever signs in there types theirs. */
  readonly accounts: Map<string, Account>;
  /** Sets where people are sent back to, once the server under test has its address. */
  setRedirectUri(uri: string): void;
  stop(): Promise<void>;
}

const CLIENT_ID = 'strongroom';
const CLIENT_SECRET = 'the-client-secret-of-the-test-7d21';

/** A real OpenID provider (`oidc-provider`) over https on localhost, with a certificate of its own. */
export async function startIdentityProvider(): Promise<RunningProvider> {
  const folder = mkdtempSync(path.join(tmpdir(), 'strongroom-idp-'));
  const [key, certificateFile] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
  const of = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, '-keyout', key, '-out', certificateFile, ...of], {
    stdio: 'ignore',
  });
  let listener: RequestListener = (_, response) => void response.end();
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificateFile) }, (...given) =>
    listener(...given),
  );
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, Account>();
  return {
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    certificateFile,
    accounts,
    setRedirectUri(uri) {
      const provider = new Provider(issuer, configuration(uri, accounts));
      listener = provider.callback();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(redirectUri: string, accounts: ReadonlyMap<string, Account>) {
  return {
    clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    scopes: ['openid', 'email', 'profile'],
    pkce: { required: () => true },
    cookies: { keys: ['only for a test'] },
    features: { devInteractions: { enabled: true } },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
      Grant: 600,
    },
    findAccount: (_: unknown, sub: string) => ({
      accountId: sub,
      claims: () => {
        const account = accounts.get(sub);
        return {
          sub,
          email: account?.email,
          email_verified: account?.emailVerified,
          name: account?.name,
          groups: account?.groups,
        };
      },
    }),
  };
}
