import { comeBackFromProvider } from '@/lib/web/sso';

/** From a provider of the environment. */
export function GET(request: Request): Promise<Response> {
  return comeBackFromProvider(request, null);
}
