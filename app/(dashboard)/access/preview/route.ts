import { jsonRoute } from '@/lib/web/json-route';

/** Who would gain and who would lose by a change of rights, for the dialog that is about to save it. */
export function POST(request: Request): Promise<Response> {
  // Whatever was sent: the vault refuses what is no change.
  return jsonRoute(request, (vault, caller, change) => vault.previewAccess(caller, change as never));
}
