import type { Caller, Purpose, Vault } from '@/lib/vault';
import { jsonRoute, missing } from '@/lib/web/json-route';

type Context = { params: Promise<{ org: string; id: string }> };

/** One value, on a person's click. `versionId` asks for a version other than the current one. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { org, id } = await params;
  return jsonRoute(request, async (vault, caller, body) => {
    // Whatever was sent: the vault refuses what is none of its purposes, and ids it does not know.
    const purpose = (body.purpose ?? 'reveal') as Purpose;
    if (body.versionId === undefined) {
      const secret = await vault.readSecret(caller, { id, purpose });
      if (secret.organizationId !== org) throw missing();
      return { value: secret.value };
    }
    await expectHere(vault, caller, id, org);
    const { value } = await vault.readVersion(caller, { id, versionId: body.versionId as string, purpose });
    return { value };
  });
}

/** The address names the organization too: a secret of another one is not here. */
async function expectHere(vault: Vault, caller: Caller, id: string, org: string): Promise<void> {
  const { organizationId } = await vault.describeSecret(caller, { id });
  if (organizationId !== org) throw missing();
}
