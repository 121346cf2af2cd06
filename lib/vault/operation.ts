import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { z } from 'zod';
import type { Write } from '../db/client';
import { storageFailure } from '../db/errors';
import { type Caller, type LoadedActor, loadActor, NOBODY } from './actor';
import type { VaultContext } from './context';
import { isVaultError, VaultError, type VaultErrorCode } from './errors';
import { type EventDraft, eventWrite, refusal } from './event-rows';
import { findEarlierResult, resultWrites } from './idempotency';
import { parseInput } from './inputs';
import { lastUseWrites } from './last-use';
import { type Actor, authorize, isNobody, type OperationName, requireProof, type Tenant } from './policy';
import { inSlices } from './slices';

/** What an operation may use. `tenant` says how far its queries may reach. */
export interface Work extends VaultContext {
  readonly actor: Actor;
  readonly tenant: Tenant;
  /** What the browser says it is, or null. Never stored as it is. */
  readonly userAgent: string | null;
  readonly now: Date;
  /** `now` in the form that rows hold. */
  readonly at: string;
}

/** Says in the code why an operation leaves no event: nothing of a secret, a key or a right was seen or changed. */
export interface Unrecorded {
  readonly unrecorded: string;
}

/** What an operation wants stored, and what its caller gets once it is. */
export interface Outcome<Result> {
  readonly result: Result;
  readonly writes?: readonly Write[];
  readonly events:
    | readonly [EventDraft, ...EventDraft[]]
    | readonly [...EventDraft[], EventDraft]
    | Unrecorded;
  /** The race was lost and nothing is stored: the error to give, or `again` to start from what is there now. */
  readonly conflict?: () => Promise<VaultError | 'again'>;
}

export interface Definition<Schema extends z.ZodType, Result> {
  /** The permission, and the word in the trail. */
  readonly name: OperationName;
  readonly input: Schema;
  readonly run: (work: Work, input: z.output<Schema>) => Promise<Outcome<Result>>;
  /** Makes a repeat with the same idempotency key give the first answer. */
  readonly idempotent?: Idempotent<Result>;
}

/** `plain`: the result holds no value and is stored as it is. Else: what is stored of it, and how it comes back. */
export type Idempotent<Result> =
  | 'plain'
  | {
      readonly keep: (result: Result) => unknown;
      readonly again: (work: Work, kept: never) => Promise<Outcome<Result>>;
    };

export interface Operation<Input, Result> {
  readonly operationName: OperationName;
  (context: VaultContext, caller: Caller, input: Input): Promise<Result>;
}

/** How long an operation that loses races starts again. Every round somebody wins, so a crowd gets through. */
const AGAIN_FOR_MS = 5_000;
const REFUSALS: readonly VaultErrorCode[] = [
  'unauthenticated',
  'forbidden',
  'address_not_allowed',
  'not_found',
  'unknown_organization',
  'approval_required',
  'integrity_failure',
  'key_destroyed',
];

/**
 * The one way to make an operation: authorize, parse, run, then store its rows and its events in one write,
 * and only then give the result. A refusal leaves an event too.
 */
export function operation<Schema extends z.ZodType, Result>(
  definition: Definition<Schema, Result>,
): Operation<z.input<Schema>, Result> {
  const { name } = definition;
  async function perform(context: VaultContext, caller: Caller, given: z.input<Schema>): Promise<Result> {
    let actor: LoadedActor | undefined;
    try {
      actor = await loadActor(context, caller);
      const tenant = authorize(actor, name);
      requireProof(actor, name, context.clock());
      const input = parseInput(definition.input, given) as z.output<Schema>;
      const userAgent = caller.userAgent ?? null;
      return await attempt(definition, { ...context, actor, tenant, userAgent }, caller, input);
    } catch (error) {
      const known = asVaultError(error);
      if (REFUSALS.includes(known.code)) await recordRefusal(context, caller, actor, name, known);
      throw known;
    }
  }
  return Object.assign(perform, { operationName: name });
}

async function attempt<Schema extends z.ZodType, Result>(
  { name, run, idempotent }: Definition<Schema, Result>,
  base: Omit<Work, 'now' | 'at' | 'actor'> & { readonly actor: LoadedActor },
  { idempotencyKey }: Caller,
  input: z.output<Schema>,
): Promise<Result> {
  const repeat = idempotent && idempotencyKey ? { key: idempotencyKey, name, input } : null;
  const until = performance.now() + AGAIN_FOR_MS;
  for (;;) {
    const now = base.clock();
    const work: Work = { ...base, now, at: now.toISOString() };
    const earlier = repeat && (await findEarlierResult(work, repeat));
    if (earlier && idempotent === 'plain') return earlier.result as Result;
    const outcome =
      earlier && typeof idempotent === 'object'
        ? await idempotent.again(work, earlier.result as never)
        : await run(work, input);
    const events = 'unrecorded' in outcome.events ? [] : outcome.events;
    const eventWrites = await inSlices(events, (event) => eventWrite(work, event));
    const writes = [...(outcome.writes ?? []), ...eventWrites, ...lastUseWrites(work, base.actor)];
    if (repeat && !earlier) {
      const kept = typeof idempotent === 'object' ? idempotent.keep(outcome.result) : outcome.result;
      writes.push(...resultWrites(work, repeat, kept));
    }
    try {
      await base.database.commit(writes);
      return outcome.result;
    } catch (error) {
      const failure = storageFailure(error);
      if (failure !== 'unique' && failure !== 'precondition') throw error;
      if (performance.now() > until) throw unavailable(error);
      // Somebody was faster. If it was the same request sent twice, the next attempt finds its answer.
      if (repeat && !earlier && (await findEarlierResult(work, repeat))) continue;
      const verdict = (await outcome.conflict?.()) ?? 'again';
      if (verdict !== 'again') throw verdict;
    }
  }
}

/** Somebody whom nobody knows leaves this many lines in the trail each minute and address, so that it cannot be filled. */
const strangers = new RateLimiterMemory({ points: 30, duration: 60 });

async function recordRefusal(
  context: VaultContext,
  caller: Caller,
  actor: Actor | undefined,
  name: OperationName,
  error: VaultError,
): Promise<void> {
  if (!actor || isNobody(actor)) {
    const spoken = await strangers.consume(caller.address ?? 'unknown').catch(() => null);
    if (!spoken) return;
  }
  const refused = actor ?? {
    ...NOBODY,
    source: caller.via === 'session' ? 'dashboard' : 'api',
    environmentId: context.environmentId,
    requestId: caller.requestId,
    address: caller.address ?? null,
  };
  const now = context.clock();
  const work = { ...context, actor: refused, now, at: now.toISOString() };
  try {
    await context.database.commit([eventWrite(work, refusal(refused, name, error.code))]);
  } catch (failed) {
    throw asVaultError(failed);
  }
}

function asVaultError(error: unknown): VaultError {
  if (isVaultError(error)) return error;
  const failure = storageFailure(error);
  if (failure === 'busy') return unavailable(error);
  throw error;
}

function unavailable(cause: unknown): VaultError {
  const error = new VaultError('unavailable', 'The database is busy. Nothing was changed; try again.', {
    retryAfterSeconds: 1,
  });
  error.cause = cause;
  return error;
}
