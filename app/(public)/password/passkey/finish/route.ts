import type { NewPasskeyAnswer } from '@/lib/vault';
import { startSession } from '@/lib/web/auth';
import { publicJsonRoute } from '@/lib/web/json-route';

/** Uses the link up for a passkey, and signs in with it. */
export function POST(request: Request): Promise<Response> {
  return publicJsonRoute(request, async (vault, caller, { token, response }) => {
    const made = await vault.choosePasskey(caller, {
      token: token as string,
      // Whatever was sent: the vault refuses what is none.
      response: response as NewPasskeyAnswer,
    });
    await startSession(made.token);
    return { signedIn: true };
  });
}
