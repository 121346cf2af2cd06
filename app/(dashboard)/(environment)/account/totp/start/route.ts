import { jsonRoute } from '@/lib/web/json-route';
import { qrPath } from '@/lib/web/qr-path';

/** What an authenticator app is given: in this answer, and never again anywhere. */
export function POST(request: Request): Promise<Response> {
  return jsonRoute(request, async (vault, caller) => {
    const { link, typed } = await vault.startTotp(caller, {});
    return { qr: qrPath(link), typed };
  });
}
