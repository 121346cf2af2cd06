import { jsonRoute } from '@/lib/web/json-route';

/** Makes a key. Its token is in this answer, and never again anywhere. */
export async function POST(request: Request): Promise<Response> {
  return jsonRoute(request, async (vault, caller, body) => {
    const { name, organizationId, scopes, namePrefixes, allowedAddresses } = body;
    const { requestsPerMinute, expiresAt, expiresInDays } = body;
    const settings = { name, organizationId, scopes, namePrefixes, allowedAddresses };
    const made = await vault.createApiKey(caller, {
      // Whatever was sent: the vault refuses what is no setting of a key.
      ...(settings as { name: string }),
      ...({ requestsPerMinute, expiresAt, expiresInDays } as object),
    });
    return { id: made.id, name: made.name, token: made.token };
  });
}
