import { jsonRoute } from '@/lib/web/json-route';

/** What a browser is told for a new passkey of whoever asks. */
export function POST(request: Request): Promise<Response> {
  return jsonRoute(request, (vault, caller) => vault.beginPasskey(caller, {}));
}
