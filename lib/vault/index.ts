/** The door of the vault. Nothing outside of lib/vault imports anything else of it. */
export { LocalKekProvider, rootKeyFingerprint } from '../crypto/keks/local';
export type { KekProvider } from '../crypto/keks/provider';
export type { KeyContext } from '../crypto/key-context';
export { filePath } from '../db/client';
export { storageCode } from '../db/errors';
export type { Ability } from './abilities';
export type { OfferedInvitation } from './acceptance';
export type { Account, WaysIn } from './accounts';
export type { Caller, RequestFacts } from './actor';
export type { ApiKey, KeyState } from './api-key-rows';
export type { NewApiKey } from './api-keys';
export {
  APPROVAL_MINUTES,
  type Approval,
  type ApprovalState,
  type ListedApproval,
} from './approval-rows';
export type { BulkDeleted, BulkRestored } from './bulk';
export type { DataKeyResult } from './data-keys';
export type { Departure, LeftSecret } from './departure-rows';
export { type Environment, STEP_UP } from './environments';
export {
  type CurrentVersion,
  type FieldError,
  isVaultError,
  VaultError,
  type VaultErrorCode,
} from './errors';
export type { VaultEvent } from './event-lines';
export { EVENT_TYPES, type EventType } from './event-rows';
export type { ExplainedKey } from './explained-subjects';
export type { Asked, Bearer, ExplainedAbility, Explanation } from './explanations';
export type { ExportEncryption, ExportedSecrets, ExportFormat } from './exports';
export type { OwnSingleSignOn } from './identities';
export type { IdentityProvider } from './identity-provider-rows';
export type { Identity } from './identity-rows';
export { newRequestId } from './ids';
export type { Compared, Imported, NotImported } from './imports';
export { LIMITS } from './inputs';
export type { Invitation, NewInvitation, PendingInvitation } from './invitations';
export type { RotatedApiKey } from './key-rotation';
export { ALL_SCOPES, isKeyScope, KEY_SCOPES, type KeyScope, NAMED_SCOPES } from './key-scopes';
export { KEY_LIMITS } from './key-settings';
export type { MemberRole } from './member-rows';
export type { Member, Members } from './members';
export type { Obstacle } from './obstacles';
export type { Purpose } from './opening';
export type { Organization } from './organization-rows';
export {
  type Capped,
  type EnvironmentSummary,
  HEALTH,
  type OrganizationFigures,
  type OrganizationOverview,
  type SecretAtAGlance,
} from './overview-rows';
export type { RequestedLink } from './own-password';
export type { OwnSession } from './own-sessions';
export type { Page } from './pages';
export type { NewPasskeyAnswer, PasskeyAnswer } from './passkey-rows';
export type { PasskeySummary } from './passkeys';
export {
  ENVIRONMENT_ROLES,
  type EnvironmentRole,
  type Grant,
  type OperationName,
  ORGANIZATION_ROLES,
  type OrganizationRole,
  type Role,
} from './policy';
export type { AccessPreview, Difference } from './previews';
export type { ProofWays } from './proofs';
export type { Receipt } from './receipts';
export type { Subject } from './restriction-subjects';
export type { Restriction, RestrictionChoices } from './restrictions';
export { purgedFrom, RETENTION } from './retention';
export type { Reader, SecretAccess } from './secret-access';
export { type Details, remindersOf } from './secret-details';
export type { SecretSummary } from './secret-lists';
export type { SecretMetadata } from './secret-rows';
export type { RevealedSecret, UpdatedSecret } from './secrets';
export { type NewSession, SESSION_MS } from './session-rows';
export type { CurrentSession } from './sessions';
export type { Progress } from './slices';
export type { SignInWay, SsoExchange, SsoQuestion } from './sso';
export type { SsoClaims } from './sso-claims';
export { SSO_REFUSALS, type SsoRefusal } from './sso-refusals';
export type { NewRecoveryCodes, NewTotp } from './totps';
export type { NewUser } from './users';
export { openVault, type Vault, type VaultOptions } from './vault';
export type { RestoredVersion, RevealedVersion, SecretVersion } from './versions';
