/** What tests of any part of lib use to act in a real vault: never imported by the product. */
export { Authenticator } from './authenticator';
export { TestClock } from './clock';
export {
  type ApiKeyCaller,
  openTestVault,
  type SessionCaller,
  type TestGrant,
  type TestVault,
} from './open-test-vault';

export { overtaken } from './overtaken';
export {
  BROWSER,
  claimsOf,
  comeBack,
  ISSUER,
  newProvider,
  newVerifiedOrganization,
  signInAt,
} from './single-sign-on';

export { copyTemplate, MIGRATIONS, makeFolder } from './template';
