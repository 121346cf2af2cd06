import type { NewPasskeyAnswer } from '@/lib/vault';
import { jsonRoute } from '@/lib/web/json-route';

/** A new passkey, as the browser made it. */
export function POST(request: Request): Promise<Response> {
  return jsonRoute(request, (vault, caller, { response }) =>
    // Whatever was sent: the vault refuses what is none.
    vault.addPasskey(caller, { response: response as NewPasskeyAnswer }),
  );
}
