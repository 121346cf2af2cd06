import { textOf } from '@/lib/web/form-data';
import { textRoute } from '@/lib/web/text-route';

type Context = { params: Promise<{ org: string; id: string }> };

/** One value as a text, for a browser without scripts. `versionId` asks for a version other than the current one. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { org, id } = await params;
  return textRoute(`/orgs/${org}/secrets/${id}`, async (vault, caller) => {
    const form = await request.formData().catch(() => new FormData());
    const versionId = textOf(form, 'versionId');
    // An empty field is nothing said: the vault knows whether anything has to be.
    const reason = textOf(form, 'reason').trim() || undefined;
    const which = { id, organizationId: org, purpose: 'reveal' as const, reason };
    const { value } = versionId
      ? await vault.readVersion(caller, { ...which, versionId })
      : await vault.readSecret(caller, which);
    return value;
  });
}
