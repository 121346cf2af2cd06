/** Asks a person to prove who they are. Resolves to whether they have. */
type Asker = () => Promise<boolean>;

let asker: Asker | undefined;
let asking: Promise<boolean> | undefined;

/** For the one dialog that asks (ProofHost). @returns what takes it off again. */
export function serveProofs(next: Asker): () => void {
  asker = next;
  return () => {
    if (asker === next) asker = undefined;
  };
}

/**
 * Sends something; if the vault wants a recent proof of who sends it (`code: 'proof_required'` in the answer), asks for
 * one and sends the very same thing again. Whatever was typed stays where it is meanwhile. If the person thinks better
 * of it, the first answer is the answer. Everything that is sent by script goes through here: useFormAction does it for
 * forms, `fetchWithProof` for the routes that answer in JSON.
 */
export async function withProof<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  const answer = await send();
  if (!wantsProof(answer) || !asker) return answer;
  // Two that were sent at once are one question.
  asking ??= asker().finally(() => {
    asking = undefined;
  });
  return (await asking) ? send() : answer;
}

/** `fetch`, for what is refused in JSON. */
export async function fetchWithProof(path: string, init: RequestInit): Promise<Response> {
  const answer = await withProof(async () => {
    const response = await fetch(path, init);
    return { response, code: response.ok ? undefined : await codeOf(response) };
  });
  return answer.response;
}

function wantsProof(answer: unknown): boolean {
  return (
    typeof answer === 'object' && answer !== null && 'code' in answer && answer.code === 'proof_required'
  );
}

async function codeOf(response: Response): Promise<unknown> {
  const told = (await response
    .clone()
    .json()
    .catch(() => null)) as { code?: unknown } | null;
  return told?.code;
}
