import { runtime } from '@/lib/runtime';
import { signOut } from './auth';
import { isFromThisSite } from './request';

/** Ends the session in the vault, drops its cookie, and leads to the sign-in page. */
export async function signOutHere(): Promise<Response> {
  const { env } = await runtime();
  if (!(await isFromThisSite(env.origin))) return new Response('Forbidden', { status: 403 });
  await signOut({ redirect: false });
  return new Response(null, { status: 303, headers: { Location: '/sign-in', 'Cache-Control': 'no-store' } });
}
