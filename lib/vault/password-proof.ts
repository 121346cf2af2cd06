import { and, eq, type SQL, sql } from 'drizzle-orm';
import { expectThat, type Write } from '../db/client';
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
      /** Where it is not yet enough: they forgive the attempt. */
      readonly forgiven: readonly Write[];
      /**
       * To be stored with whatever it was given for: they forgive the attempt, and better a hash that is outdated. They
       * lose the race against another password: who brings the old one gets nothing of the account any more.
       */
      readonly writes: readonly Write[];
    };

/** Takes a password that somebody signs in with. The same work for an account that does not exist. Throws `too_many_requests`. */
export async function provePassword(work: Work, email: string, password: string): Promise<PasswordProof> {
  const forgiven = await countPassword(work, email);
  const [user] = await work.database.query.select().from(users).where(eq(users.email, email));
  const right = await passwordMatches(user?.passwordHash ?? null, password);
  if (!right || !user) return { right: false, userId: user?.id ?? null };
  const still = expectThat(work.database, passwordIsStill(user));
  return { right, user, forgiven, writes: [still, ...forgiven, ...(await betterHash(work, user, password))] };
}

/** The same for somebody who has signed in, of their own password. */
export async function proveOwnPassword(work: Work, password: string): Promise<PasswordProof> {
  const { database, actor } = work;
  const [user] = await database.query.select().from(users).where(eq(users.id, actor.id));
  if (!user) throw notFound('user');
  return provePassword(work, user.email, password);
}

/** A condition for `expectThat`: nobody has chosen another one meanwhile. Null: there is none. */
export const passwordIsStill = ({
  id,
  passwordHash,
}: Pick<typeof users.$inferSelect, 'id' | 'passwordHash'>): SQL =>
  sql`exists (select 1 from ${users} where ${users.id} = ${id} and ${users.passwordHash} is ${passwordHash})`;

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
