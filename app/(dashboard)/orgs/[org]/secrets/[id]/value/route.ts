import type { Purpose } from '@/lib/vault';
import { certificatesIn } from '@/lib/web/certificates';
import { jsonRoute } from '@/lib/web/json-route';

type Context = { params: Promise<{ org: string; id: string }> };

/** One value, on a person's click. `versionId` asks for a version other than the current one. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { org, id } = await params;
  return jsonRoute(request, async (vault, caller, body) => {
    // Whatever was sent: the vault refuses what is none of its purposes, and ids it does not know.
    const purpose = (body.purpose ?? 'reveal') as Purpose;
    const reason = body.reason as string | undefined;
    const which = { id, organizationId: org, purpose, reason };
    const { value } =
      body.versionId === undefined
        ? await vault.readSecret(caller, which)
        : await vault.readVersion(caller, { ...which, versionId: body.versionId as string });
    // What a certificate says comes from the value, and is shown with it only.
    return { value, certificates: certificatesIn(value) };
  });
}
