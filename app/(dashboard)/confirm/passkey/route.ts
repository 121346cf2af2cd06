import { jsonRoute } from '@/lib/web/json-route';

/** What a passkey of whoever asks is to sign. */
export function POST(request: Request): Promise<Response> {
  return jsonRoute(request, (vault, caller) => vault.beginPasskeyProof(caller, {}));
}
