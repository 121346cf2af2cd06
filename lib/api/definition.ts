import type { z } from '@hono/zod-openapi';
import type { Caller, Vault } from '@/lib/vault';
import type { ErrorStatus, Fault } from './errors';

type Verb = {
  [Name in keyof Vault]: Vault[Name] extends (caller: Caller, input: never) => Promise<unknown>
    ? Name
    : never;
}[keyof Vault];

export type Shape = z.ZodObject;
export type Given<S extends Shape | undefined> = S extends Shape ? z.output<S> : undefined;

/** One endpoint: its path, the schemas that both validate and document, and the one operation behind it. */
export interface Definition<
  Params extends Shape,
  Query extends Shape,
  Body extends Shape,
  Answer extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly verb: Verb;
  /** Its name in the document where two endpoints share a verb. */
  readonly operationId?: string;
  readonly tag: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** For a body of the wrong types: the contract says 400 for some endpoints and 422 for others. */
  readonly misfit?: 400 | 422;
  /** The vault's names of fields that the wire calls otherwise. */
  readonly names?: Readonly<Record<string, string>>;
  /** Other words for a refusal. */
  readonly reword?: (fault: Fault) => Fault;
  readonly answer: { readonly status?: 200 | 201; readonly says: string; readonly schema: Answer };
  /** The statuses that are worth a mention beside those that every endpoint has. */
  readonly faults?: readonly ErrorStatus[];
  readonly run: (
    vault: Vault,
    caller: Caller,
    given: { params: Given<Params>; query: Given<Query>; body: Given<Body> },
  ) => Promise<z.input<Answer>>;
}
