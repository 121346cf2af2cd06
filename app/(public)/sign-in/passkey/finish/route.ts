import type { PasskeyAnswer } from '@/lib/vault';
import { startSession } from '@/lib/web/auth';
import { publicJsonRoute } from '@/lib/web/json-route';

/** Signs in. The session goes into the cookie, and nothing of it into the answer. */
export function POST(request: Request): Promise<Response> {
  return publicJsonRoute(request, async (vault, caller, { response }) => {
    // Whatever was sent: the vault refuses what is none.
    const { token } = await vault.createSessionByPasskey(caller, { response: response as PasskeyAnswer });
    await startSession(token);
    return { signedIn: true };
  });
}
