import { z } from 'zod';
import { addressRanges } from './addresses';
import { DAY_MS, openScopes } from './api-key-rows';
import { invalid, VaultError } from './errors';
import { anyId, instant, personName, secretName } from './inputs';
import { ALL_SCOPES, type KeyScope, NAMED_SCOPES } from './key-scopes';
import type { Work } from './operation';
import type { Actor } from './policy';

export const KEY_LIMITS = {
  prefixes: 20,
  addresses: 50,
  /** A thousand in a second: more would be the whole server's share. */
  requestsPerMinute: 60_000,
  expiresInDays: 3_650,
  overlapDays: 30,
} as const;

const { prefixes, addresses, requestsPerMinute, expiresInDays, overlapDays } = KEY_LIMITS;
const distinct = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

/** A whole number in words that a form can show. */
const wholeNumber = (what: string, least: number, most: number) => {
  const message = `${what}: a whole number from ${least} to ${most.toLocaleString('en')}.`;
  return z.number(message).int(message).min(least, message).max(most, message);
};

/** What a key is made with. What is left out does not narrow it. */
export const keySettings = {
  name: personName,
  organizationId: anyId.nullish(),
  /** Left out: all of them; with prefixes, all that can be told apart by names. */
  scopes: z
    .array(z.enum(ALL_SCOPES, `A scope is one of ${ALL_SCOPES.join(', ')}.`))
    .min(1, 'Choose what the key is for.')
    .transform(distinct)
    .nullish(),
  namePrefixes: z
    .array(secretName)
    .min(1, 'Give a beginning, or leave it out for all names.')
    .max(prefixes, `A key has at most ${prefixes} beginnings of names.`)
    .transform(distinct)
    .nullish(),
  allowedAddresses: addressRanges
    .min(1, 'Give an address, or leave it out for all of them.')
    .max(addresses, `A key has at most ${addresses} addresses and ranges.`)
    .transform(distinct)
    .nullish(),
  requestsPerMinute: wholeNumber('Requests a minute', 1, requestsPerMinute).nullish(),
  /** Either this or `expiresInDays`; neither: it does not end by itself. */
  expiresAt: instant.nullish(),
  expiresInDays: wholeNumber('Days', 1, expiresInDays).nullish(),
};

/** For how many days the old key goes on beside the new one. */
export const overlap = wholeNumber('Days', 0, overlapDays);

type Given = z.output<z.ZodObject<typeof keySettings>>;

/** Throws `invalid_input` for a time that has passed. */
export function expiryOf({ now }: Work, { expiresAt, expiresInDays: days }: Given): string | null {
  if (expiresAt && days)
    throw invalid('expiresInDays', 'invalid', 'Give a time or a number of days, not both.');
  if (days) return daysFrom(now, days);
  if (!expiresAt) return null;
  if (Date.parse(expiresAt) > now.getTime()) return expiresAt;
  throw invalid('expiresAt', 'in_the_past', 'This time has passed already.');
}

export const daysFrom = (time: Date, days: number): string =>
  new Date(time.getTime() + days * DAY_MS).toISOString();

/** Throws `invalid_input` for scopes that names cannot narrow, beside prefixes that should. */
export function scopesOf({ scopes, namePrefixes }: Given): readonly KeyScope[] {
  if (!namePrefixes) return scopes ?? ALL_SCOPES;
  const others = scopes?.filter((scope) => !(NAMED_SCOPES as readonly KeyScope[]).includes(scope)) ?? [];
  if (others.length === 0) return scopes ?? NAMED_SCOPES;
  throw invalid(
    'scopes',
    'not_by_name',
    `A key to some names only cannot have ${others.join(', ')}: that is not about secrets by name, and would tell of others.`,
  );
}

/** Throws `forbidden` for scopes of which the maker may do nothing, so that nobody counts on a key that opens nothing. */
export function refuseScopes(
  { actor }: Pick<Work, 'actor'>,
  { scopes, organizationId }: { scopes: readonly KeyScope[]; organizationId: string | null },
): void {
  const opens = openScopes(asKey(actor, scopes, organizationId));
  const beyond = scopes.filter((scope) => !opens.includes(scope));
  if (beyond.length === 0) return;
  const message = `A key can do no more than whoever makes it, and you have no right to ${beyond.join(', ')} here.`;
  throw new VaultError('forbidden', message, { fields: [{ field: 'scopes', code: 'forbidden', message }] });
}

/** A key as it would act if this actor made it. */
function asKey(maker: Actor, scopes: readonly KeyScope[], organizationId: string | null): Actor {
  const bounds = { organizationId, scopes, namePrefixes: null, addressAllowed: true };
  const isOperator = maker.grants.some(({ role }) => role === 'operator');
  return { ...maker, bounds, grants: isOperator ? [{ organizationId, role: 'key' }] : maker.grants };
}
