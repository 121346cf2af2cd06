import { jsonRoute } from '@/lib/web/json-route';

/** Makes a key. Its token is in this answer, and never again anywhere. */
export async function POST(request: Request): Promise<Response> {
  return jsonRoute(request, async (vault, caller, body) => {
    const { id, name, token } = await vault.createApiKey(caller, {
      // Whatever was sent: the vault refuses what is no name and no organization.
      name: body.name as string,
      organizationId: body.organizationId as string | null | undefined,
    });
    return { id, name, token };
  });
}
