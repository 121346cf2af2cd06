import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type APIRequestContext, request } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { openDatabase } from '@/lib/db/client';
import { sessions, users } from '@/lib/db/schema';
import type { Vault } from '@/lib/vault';
import { openDataFolder } from '@/lib/vault/test-support/run-cli';
import type { Person } from './dashboard';
import type { ServerFacts } from './server';

/** The vault of a running server, opened beside it as the command line does it, without the second that a command takes. */
export async function besideServer<Result>(
  { dataFolder }: Pick<ServerFacts, 'dataFolder'>,
  work: (vault: Vault) => Promise<Result>,
): Promise<Result> {
  const vault = await openDataFolder(path.resolve(dataFolder));
  try {
    return await work(vault);
  } finally {
    await vault.close();
  }
}

export const COMMAND_LINE = { via: 'command-line', requestId: 'test' } as const;
type NewUser = Parameters<Vault['createUser']>[1];

export async function makePerson(vault: Vault, name: string, grants: NewUser['grants']): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}.${randomBytes(4).toString('hex')}@example.com`;
  const password = `the password of ${name}, long enough`;
  await vault.createUser(COMMAND_LINE, { email, name, password, grants });
  return { name, email, password };
}

/** As if it were an hour later. */
export async function ageProofs(
  { dataFolder }: Pick<ServerFacts, 'dataFolder'>,
  email: string,
): Promise<void> {
  const database = openDatabase({ url: `file:${path.resolve(dataFolder, 'strongroom.db')}` });
  try {
    const [user] = await database.query.select({ id: users.id }).from(users).where(eq(users.email, email));
    const old = { provenAt: new Date(Date.now() - 60 * 60_000).toISOString() };
    await database.commit([
      database.query
        .update(sessions)
        .set(old)
        .where(eq(sessions.userId, user?.id ?? '')),
    ]);
  } finally {
    database.close();
  }
}

/** What a page of the site itself says of where a request comes from. */
export const fromHere = ({ baseURL }: Pick<ServerFacts, 'baseURL'>) => ({
  Origin: baseURL,
  'Sec-Fetch-Site': 'same-origin',
});

/** Without a browser, and with no cookie but this one, if any. Dispose of it. */
export function noBrowser(
  { baseURL }: Pick<ServerFacts, 'baseURL'>,
  cookie?: { readonly name: string; readonly value: string },
): Promise<APIRequestContext> {
  const { hostname: domain } = new URL(baseURL);
  const usual = { domain, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' } as const;
  const cookies = cookie ? [{ ...usual, ...cookie }] : [];
  return request.newContext({ baseURL, storageState: { cookies, origins: [] } });
}

/** The fields of the first form of a page, as a browser without scripts would send them. */
export function fieldsOf(html: string): Record<string, string> {
  const form = html.match(/<form[\s\S]*?<\/form>/)?.[0] ?? '';
  const fields = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => {
    const of = (name: string) => input.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? '';
    return [of('name'), decoded(of('value'))] as const;
  });
  return Object.fromEntries(fields.filter(([name]) => name !== ''));
}

const decoded = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Signs in through the page's own form, without a browser. `form`: its fields, if they are known. @returns where it led. */
export async function signInWithout(
  context: APIRequestContext,
  server: ServerFacts,
  { email, password }: Pick<Person, 'email' | 'password'>,
  next?: string,
  form?: Record<string, string>,
): Promise<{ status: number; location: string; text: string }> {
  const at = next === undefined ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
  const fields = form ?? fieldsOf(await (await context.get(at)).text());
  const response = await context.post(at, {
    headers: fromHere(server),
    multipart: { ...fields, email, password },
    maxRedirects: 0,
  });
  const { location = '' } = response.headers();
  return { status: response.status(), location, text: await response.text() };
}
