import { hash, verify } from '@node-rs/argon2';
import { type PasswordOwner, refuseWeakPassword } from './weak-passwords';

/** argon2id, 19 MiB, 2 passes, 1 lane: the OWASP Password Storage Cheat Sheet's first choice. About 16 ms. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of no password at all: an unknown account costs the same time as a known one. */
let decoy: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), PARAMETERS);
}

/** Of one that somebody has chosen just now. Throws `invalid_input` if others would guess it. */
export async function hashNewPassword(password: string, owner: PasswordOwner): Promise<string> {
  await refuseWeakPassword(password, owner);
  return hashPassword(password);
}

/** False for a wrong password and for a missing hash, after the same work. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('no password');
  const matches = await verify(passwordHash ?? (await decoy), password.normalize('NFKC'));
  return matches && passwordHash !== null;
}

/** Whether a hash was made with less than is asked of one today. It is made anew when the password is next at hand. */
export function isOutdated(passwordHash: string): boolean {
  const [, memory, passes, lanes] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(passwordHash)?.map(Number) ?? [];
  if (memory === undefined || passes === undefined || lanes === undefined) return true;
  return memory < PARAMETERS.memoryCost || passes < PARAMETERS.timeCost || lanes < PARAMETERS.parallelism;
}
