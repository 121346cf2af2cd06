import { roleName } from '@/app/(dashboard)/_parts/people/roles';
import type { MemberRole } from '@/lib/vault';
import { jsonRoute } from '@/lib/web/json-route';
import { deliverInvitation } from '@/lib/web/mail';

/** Invites somebody, to an organization or to the environment. A link that was not mailed is in this answer, and never again anywhere. */
export async function POST(request: Request): Promise<Response> {
  return jsonRoute(request, async (vault, caller, body) => {
    const made = await vault.createInvitation(caller, {
      // Whatever was sent: the vault refuses what is no place, no address and no role.
      organizationId: body.organizationId as string | null,
      email: body.email as string,
      role: body.role as MemberRole,
    });
    const { id, email } = made;
    return { id, email, ...(await deliverInvitation(made, roleName(made.role))) };
  });
}
