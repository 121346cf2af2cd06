import { progressRoute } from '@/lib/web/progress-route';

type Context = { params: Promise<{ org: string }> };

/** Stores the rows that somebody chose, all in one write. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { org } = await params;
  return progressRoute(request, (vault, caller, { rows }, progress) =>
    vault.importSecrets(caller, { organizationId: org, rows: rows as never, progress }),
  );
}
