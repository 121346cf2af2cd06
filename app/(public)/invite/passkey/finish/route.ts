import type { NewPasskeyAnswer } from '@/lib/vault';
import { startSession } from '@/lib/web/auth';
import { publicJsonRoute } from '@/lib/web/json-route';

/** Joins, and signs in with the new passkey. */
export function POST(request: Request): Promise<Response> {
  return publicJsonRoute(request, async (vault, caller, { token, name, response }) => {
    const joined = await vault.acceptInvitationByPasskey(caller, {
      token: token as string,
      name: name as string,
      // Whatever was sent: the vault refuses what is none.
      response: response as NewPasskeyAnswer,
    });
    await startSession(joined.token);
    return { organizationId: joined.organizationId };
  });
}
