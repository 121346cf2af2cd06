import { jsonRoute } from '@/lib/web/json-route';

/** With what whoever asks can prove who they are. */
export function POST(request: Request): Promise<Response> {
  return jsonRoute(request, (vault, caller) => vault.describeProof(caller, {}));
}
