import { publicJsonRoute } from '@/lib/web/json-route';

/** What a browser is told for a passkey of somebody who is invited and has no account yet. */
export function POST(request: Request): Promise<Response> {
  return publicJsonRoute(request, (vault, caller, { token, name }) =>
    vault.beginPasskeyByInvitation(caller, { token: token as string, name: name as string }),
  );
}
