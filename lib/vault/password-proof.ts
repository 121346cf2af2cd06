import { and, eq } from 'drizzle-orm';
import type { Write } from '../db/client';
import { users } from '../db/schema';
import { countPassword } from './attempts';
import { notFound } from './errors';
import type { Work } from './operation';
import { hashPassword, isOutdated, passwordMatches } from './passwords';

/** Whose account it is, if it is anybody's; and whether the password was right. */
export type PasswordProof =
  | { readonly right: false; readonly userId: string | null }
  | {
      readonly right: true;
      readonly user: typeof users.$inferSelect;
      /** To be stored with whatever it was given for: they forgive the attempt, and better a hash that is outdated. */
      readonly writes: readonly Write[];
    };

/** Takes a password that somebody signs in with. The same work for an account that does not exist. Throws `too_many_requests`. */
export async function provePassword(work: Work, email: string, password: string): Promise<PasswordProof> {
  const forgiven = await countPassword(work, email);
  const [user] = await work.database.query.select().from(users).where(eq(users.email, email));
  const right = await passwordMatches(user?.passwordHash ?? null, password);
  if (!right || !user) return { right: false, userId: user?.id ?? null };
  return { right, user, writes: [...forgiven, ...(await betterHash(work, user, password))] };
}

/** The same for somebody who has signed in, of their own password. */
export async function proveOwnPassword(work: Work, password: string): Promise<PasswordProof> {
  const { database, actor } = work;
  const [user] = await database.query.select().from(users).where(eq(users.id, actor.id));
  if (!user) throw notFound('user');
  return provePassword(work, user.email, password);
}

async function betterHash(
  { database }: Work,
  { id, passwordHash }: typeof users.$inferSelect,
  password: string,
): Promise<Write[]> {
  if (passwordHash === null || !isOutdated(passwordHash)) return [];
  // Not over a password that was chosen meanwhile.
  const unchanged = and(eq(users.id, id), eq(users.passwordHash, passwordHash));
  return [
    database.query
      .update(users)
      .set({ passwordHash: await hashPassword(password) })
      .where(unchanged),
  ];
}
