import { progressRoute } from '@/lib/web/progress-route';

type Context = { params: Promise<{ org: string }> };

/** What an import of these rows would do. Nothing of them is kept. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { org } = await params;
  return progressRoute(request, (vault, caller, { rows }, progress) =>
    // Whatever was sent: the vault refuses what are no rows.
    vault.compareSecrets(caller, { organizationId: org, rows: rows as never, progress }),
  );
}
