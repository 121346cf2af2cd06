import { jsonRoute } from '@/lib/web/json-route';

/** New recovery codes in place of those before. They are in this answer, and never again anywhere. */
export function POST(request: Request): Promise<Response> {
  return jsonRoute(request, (vault, caller) => vault.makeRecoveryCodes(caller, {}));
}
