import { jsonRoute } from '@/lib/web/json-route';

/** Makes a key in the place of another one. Its token is in this answer, and never again anywhere. */
export async function POST(request: Request): Promise<Response> {
  return jsonRoute(request, async (vault, caller, body) => {
    const { id, name, token, replaces } = await vault.rotateApiKey(caller, {
      // Whatever was sent: the vault refuses what is no key and no number.
      id: body.id as string,
      overlapDays: body.overlapDays as number,
    });
    return { id, name, token, replaces };
  });
}
