import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { hashToken } from '../crypto/tokens';
import type { Write } from '../db/client';
import { oneTimeLinks } from '../db/schema';
import { VaultError } from './errors';
import type { Work } from './operation';

/** Links that work once, for somebody who cannot sign in yet. Only the hash of their token is stored. */
export type Link = typeof oneTimeLinks.$inferSelect;

/** Throws `link_invalid` for a link that is unknown, used or too old; the three look the same. */
export async function findLink(
  { database, serviceKey, at }: Work,
  purpose: Link['purpose'],
  token: string,
): Promise<Link> {
  const [link] = await database.query
    .select()
    .from(oneTimeLinks)
    .where(
      and(
        eq(oneTimeLinks.tokenHash, hashToken(serviceKey, token)),
        eq(oneTimeLinks.purpose, purpose),
        isNull(oneTimeLinks.usedAt),
      ),
    );
  if (!link || link.expiresAt <= at) throw linkInvalid();
  return link;
}

export function linkWrite(
  { database, serviceKey, now }: Pick<Work, 'database' | 'serviceKey' | 'now'>,
  purpose: Link['purpose'],
  userId: string | null,
  token: string,
  lifetimeMs: number,
): Write {
  return database.query.insert(oneTimeLinks).values({
    tokenHash: hashToken(serviceKey, token),
    purpose,
    userId,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + lifetimeMs).toISOString(),
  });
}

/** It is used, and whoever else holds one of the same person has it in vain. */
export function useLink({ database, at }: Work, { tokenHash, userId }: Link): Write[] {
  return [
    database.query.update(oneTimeLinks).set({ usedAt: at }).where(eq(oneTimeLinks.tokenHash, tokenHash)),
    ...(userId === null
      ? []
      : [
          database.query
            .delete(oneTimeLinks)
            .where(and(eq(oneTimeLinks.userId, userId), isNull(oneTimeLinks.usedAt))),
        ]),
  ];
}

/** A condition for `expectThat`: nobody was faster. */
export const isUnused = (link: Link): SQL =>
  sql`exists (select 1 from ${oneTimeLinks} where ${eq(oneTimeLinks.tokenHash, link.tokenHash)} and ${oneTimeLinks.usedAt} is null)`;

export const linkInvalid = (): VaultError =>
  new VaultError('link_invalid', 'This link was used or is too old. Ask for a new one.');
