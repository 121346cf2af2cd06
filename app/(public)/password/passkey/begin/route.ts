import { publicJsonRoute } from '@/lib/web/json-route';

/** What a browser is told for a passkey in place of a password, by whoever holds the link. */
export function POST(request: Request): Promise<Response> {
  return publicJsonRoute(request, (vault, caller, { token }) =>
    vault.beginPasskeyByLink(caller, { token: token as string }),
  );
}
