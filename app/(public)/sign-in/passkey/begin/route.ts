import { publicJsonRoute } from '@/lib/web/json-route';

/** What a passkey of anybody is to sign. */
export function POST(request: Request): Promise<Response> {
  return publicJsonRoute(request, (vault, caller) => vault.beginPasskeySession(caller, {}));
}
