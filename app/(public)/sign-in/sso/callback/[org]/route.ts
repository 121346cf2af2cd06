import { comeBackFromProvider } from '@/lib/web/sso';

type Context = { params: Promise<{ org: string }> };

/** From a provider of an organization. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return comeBackFromProvider(request, (await params).org);
}
