import type { EnvironmentRole, OrganizationRole } from '@/lib/vault';
import { KINDS, type Kind } from './values';

/** What the demo makes. Deterministic but for the values, so that two demos look alike in a picture. */
export interface PlannedSecret {
  readonly name: string;
  readonly context: Readonly<Record<string, string>>;
  readonly kind: Kind;
  readonly place: { readonly company: string; readonly service: string; readonly stage: string };
  readonly versions: number;
  readonly inTrash: boolean;
  readonly note: string;
  readonly tags: readonly string[];
  readonly expiresInDays: number | null;
  readonly rotateEveryDays: number | null;
}

export interface PlannedOrganization {
  readonly name: string;
  readonly externalId: string;
  readonly services: readonly string[];
  readonly stages: readonly string[];
}

export interface PlannedPerson {
  readonly name: string;
  readonly email: string;
  /** In the environment. */
  readonly role?: EnvironmentRole;
  /** By the external id of an organization. */
  readonly memberships: readonly { readonly role: OrganizationRole; readonly of: string }[];
}

export const ORGANIZATIONS: readonly PlannedOrganization[] = [
  {
    name: 'Larkspur Health',
    externalId: 'larkspur',
    services: ['appointments', 'billing', 'patient-portal', 'lab-results', 'notifications', 'identity'],
    stages: ['production', 'staging'],
  },
  {
    name: 'Fjord Robotics',
    externalId: 'fjord',
    services: ['fleet-api', 'telemetry', 'firmware', 'support-desk'],
    stages: ['production', 'staging'],
  },
  {
    name: 'Copper & Quill Press',
    externalId: 'copper-quill',
    services: ['storefront', 'print-queue', 'royalties'],
    stages: ['production'],
  },
  { name: 'Tidewater Logistics', externalId: 'tidewater', services: ['tracking'], stages: ['production'] },
];

export const PEOPLE: readonly PlannedPerson[] = [
  { name: 'Ines Okafor', email: 'ines@strongroom.example', role: 'owner', memberships: [] },
  { name: 'Casimir Vogt', email: 'casimir@strongroom.example', role: 'auditor', memberships: [] },
  {
    name: 'Mara Lindqvist',
    email: 'mara@larkspur.example',
    memberships: [{ role: 'admin', of: 'larkspur' }],
  },
  { name: 'Tomas Reyes', email: 'tomas@larkspur.example', memberships: [{ role: 'reader', of: 'larkspur' }] },
  { name: 'Sunniva Dahl', email: 'sunniva@fjord.example', memberships: [{ role: 'editor', of: 'fjord' }] },
  {
    name: 'Priya Raman',
    email: 'priya@contractor.example',
    memberships: [
      { role: 'editor', of: 'copper-quill' },
      { role: 'reader', of: 'fjord' },
    ],
  },
  {
    name: 'Odile Marchetti',
    email: 'odile@copper-quill.example',
    memberships: [{ role: 'viewer', of: 'copper-quill' }],
  },
];

const KIND_NAMES = Object.keys(KINDS) as Kind[];
/** Of the seventeen kinds, a service has this many. */
const KINDS_EACH = 9;

/** About 200, in the order in which a company would have made them. */
export function planSecrets(organizationIds: ReadonlyMap<string, string>): PlannedSecret[] {
  const planned: PlannedSecret[] = [];
  for (const { externalId, services, stages } of ORGANIZATIONS) {
    for (const [s, service] of services.entries()) {
      for (const [t, stage] of stages.entries()) {
        for (let k = 0; k < KINDS_EACH; k++) {
          const kind = KIND_NAMES[(s * 5 + k * 2) % KIND_NAMES.length] as Kind;
          const n = planned.length;
          planned.push({
            name: `${stage}/${service}/${kind}`,
            context: {
              organization_id: organizationIds.get(externalId) ?? '',
              ...(n % 5 === 0 ? { service } : {}),
              ...(n % 20 === 0 ? { stage, region: 'eu-north-1' } : {}),
            },
            kind,
            place: { company: externalId, service, stage },
            versions: n % 7 === 0 ? 2 + (n % 4) : 1,
            note: n % 4 === 0 ? `Used by ${service}. Ask its team before you replace it.` : '',
            tags: [
              ...(n % 3 === 0 && stage === 'production' ? ['critical'] : []),
              ...(n % 8 === 0 ? ['pci'] : []),
            ],
            expiresInDays: n % 17 === 8 ? 4 + (n % 60) : null,
            rotateEveryDays: n % 6 === 0 ? 90 : null,
            inTrash: t === stages.length - 1 && n % 23 === 11,
          });
        }
      }
    }
  }
  return planned;
}
