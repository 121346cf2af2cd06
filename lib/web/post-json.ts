import type { Failure } from './failure';

const LOST: Failure = {
  status: 'error',
  code: 'unavailable',
  message: 'The server could not be reached. Try again.',
  fields: {},
};

/** Sends an object to a route of this site, for its answer or its refusal. */
export async function postJson<Answer extends object>(path: string, body: object): Promise<Answer | Failure> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
    });
    return (await response.json()) as Answer | Failure;
  } catch {
    return LOST;
  }
}

export const isFailure = (answer: object): answer is Failure =>
  'status' in answer && answer.status === 'error';
