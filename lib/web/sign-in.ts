import { SignInRefused, signIn } from './auth';
import { type Failure, toFailure } from './failure';
import { requestFacts } from './request';

/** Makes a session and sets its cookie; or says why not. */
export async function openSession(email: string, password: string): Promise<Failure | null> {
  try {
    await signIn('credentials', { email, password, redirect: false, redirectTo: '/' });
    return null;
  } catch (error) {
    const { requestId } = await requestFacts();
    return toFailure(error instanceof SignInRefused ? error.refusal : error, requestId);
  }
}
