import { monotonicFactory } from 'ulid';

/** Prefixed ULIDs: a reader knows what an id names, and ids made later sort later. */
export type IdPrefix =
  | 'secret'
  | 'org'
  | 'org_domain'
  | 'version'
  | 'kek'
  | 'key'
  | 'datakey'
  | 'event'
  | 'user'
  | 'grant'
  | 'session'
  | 'environment';

const ulid = monotonicFactory();

export function newId(prefix: IdPrefix, now: Date): string {
  return `${prefix}_${ulid(now.getTime())}`;
}
