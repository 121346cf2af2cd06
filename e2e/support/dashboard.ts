import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { strongroom } from './cli';
import type { ServerFacts } from './server';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

type Role = 'owner' | 'admin' | 'auditor' | 'editor' | 'reader' | 'viewer';

/** Somebody who can sign in: an administrator, or a member of one organization. */
export async function newPerson(
  server: ServerFacts,
  { name, role, organization }: { name: string; role: Role; organization?: string },
): Promise<Person> {
  // A file begins anew after a failure: its people must not stand in the way of its other tests.
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}.${randomBytes(4).toString('hex')}@example.com`;
  const password = `the password of ${name}, long enough`;
  const reach = organization === undefined ? [] : ['--organization', organization];
  const args = ['user', 'create', '--email', email, '--name', name, '--role', role, '--password-stdin'];
  await strongroom(server, [...args, ...reach], password);
  return { name, email, password };
}

/** @returns the id of a new organization. */
export function newOrganization(server: ServerFacts, name: string): Promise<string> {
  return strongroom(server, ['organization', 'create', '--name', name]);
}

/** Fills the sign-in page that is shown and sends it. */
export async function fillSignIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The page's scripts are at work: before that, a key that is pressed goes nowhere. Toasts come as soon as it is idle. */
export const listens = (page: Page) =>
  expect(page.getByRole('region', { name: 'Notifications' })).toBeAttached();

export async function signIn(page: Page, server: ServerFacts, person: Person): Promise<void> {
  await page.goto(`${server.baseURL}/sign-in`);
  await fillSignIn(page, person);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeAttached();
}

/** The HTTP API with a key, as a program without an SDK uses it. */
export function apiOf({ baseURL }: ServerFacts, key: string) {
  return (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(baseURL + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}

export type Api = ReturnType<typeof apiOf>;

export interface MadeSecret {
  readonly id: string;
  readonly versionId: string;
}

/** @returns the new secret's id and first version. Throws if the API refuses it. */
export async function newSecret(
  api: Api,
  organization: string,
  name: string,
  value: string,
): Promise<MadeSecret> {
  const context = { organization_id: organization };
  const response = await api('POST', '/vault/v1/kv', { name, value, key_context: context });
  if (!response.ok) throw new Error(`The API refused a secret with ${response.status}.`);
  const made = (await response.json()) as { id: string; version_id: string };
  return { id: made.id, versionId: made.version_id };
}

/** What the API reads; null once the secret is in the trash. */
export async function valueOf(api: Api, id: string): Promise<string | null> {
  const response = await api('GET', `/vault/v1/kv/${id}`);
  return response.ok ? ((await response.json()) as { value: string }).value : null;
}
