import { jsonRoute } from '@/lib/web/json-route';

/** The first code of an app. The recovery codes are in this answer, and never again anywhere. */
export function POST(request: Request): Promise<Response> {
  return jsonRoute(request, (vault, caller, { code }) =>
    // Whatever was sent: the vault refuses what is no code.
    vault.confirmTotp(caller, { code: code as string }),
  );
}
