import { jsonRoute } from '@/lib/web/json-route';

/**
 * The key under which this person's browser keeps unsaved drafts. It is stored nowhere: whoever has the disk of the
 * browser and no session has nothing.
 */
export function POST(request: Request): Promise<Response> {
  return jsonRoute(request, async (vault, caller) => {
    const { userId } = await vault.describeSession(caller, {});
    return { key: Buffer.from(vault.deriveKey(`drafts/${userId}`)).toString('base64') };
  });
}
