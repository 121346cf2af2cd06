import { signOutHere } from '@/lib/web/sign-out';

/** A form's POST and a whole new page: nothing that scripts held outlives the session. */
export async function POST(): Promise<Response> {
  return signOutHere();
}
