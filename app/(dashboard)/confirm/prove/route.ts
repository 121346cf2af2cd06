import type { PasskeyAnswer } from '@/lib/vault';
import { jsonRoute } from '@/lib/web/json-route';

/** A proof by script: a passkey's answer, or what was typed. */
export function POST(request: Request): Promise<Response> {
  return jsonRoute(request, (vault, caller, { password, code, response }) =>
    // Whatever was sent: the vault refuses what is none.
    vault.proveSession(caller, {
      password: password as string | undefined,
      code: code as string | undefined,
      passkey: response as PasskeyAnswer | undefined,
    }),
  );
}
