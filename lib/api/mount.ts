import { runtime } from '@/lib/runtime';
import { type Api, createApi } from './app';

/** On globalThis for the reason that the runtime is: limits must be counted in one place. */
const here = globalThis as typeof globalThis & { strongroomApi?: Promise<Api> };

/** The one API of this process. Throws what `runtime` throws. */
export function openApi(): Promise<Api> {
  here.strongroomApi ??= runtime().then(({ env, vault }) =>
    createApi({ vault, requestsPerMinute: env.requestsPerMinute }),
  );
  return here.strongroomApi;
}

/** For Next's route files, which get neither the peer's address nor the path as it was sent. */
export async function serve(request: Request): Promise<Response> {
  return (await openApi())(request);
}
