'use server';

import { revalidatePath } from 'next/cache';
import type { Caller, Vault } from '@/lib/vault';
import { forAction } from '@/lib/web/action';
import { fieldFailure, type Refusal, refusalOf } from '@/lib/web/failure';
import { textOf } from '@/lib/web/form-data';
import type { FormState } from '@/lib/web/form-state';
import { withGiven } from '@/lib/web/given';
import { problemAt, testProvider } from '@/lib/web/sso-test';
import { HARMLESS, mappingFrom, rolesFrom } from './provider-form-data';

const ROLES = 'Write one line for each value, such as: developers = Editor.';

/**
 * Makes a provider, or changes one where the form names it. An empty client secret stays what it was. A new one that
 * cannot be used yet is kept, and switched off, so that nobody is sent there: gives what is wrong with it, in words.
 */
export async function saveProviderAction(
  _: FormState<string | null>,
  data: FormData,
): Promise<FormState<string | null>> {
  if (rolesFrom(textOf(data, 'roles')) === null) {
    return withGiven(fieldFailure({ roles: ROLES }), data, HARMLESS);
  }
  const id = textOf(data, 'id');
  const clientSecret = textOf(data, 'clientSecret').trim();
  const given = {
    name: textOf(data, 'name').trim(),
    clientId: textOf(data, 'clientId').trim(),
    ...mappingFrom(data),
  };
  const done = await change(data, async (vault, caller) => {
    if (id) {
      await vault.updateIdentityProvider(caller, { id, ...given, ...(clientSecret ? { clientSecret } : {}) });
      return null;
    }
    const made = await vault.createIdentityProvider(caller, {
      ...given,
      organizationId: textOf(data, 'organizationId') || null,
      issuer: textOf(data, 'issuer').trim(),
      clientSecret,
    });
    const problem = await problemAt(made);
    if (problem) await vault.updateIdentityProvider(caller, { id: made.id, disabled: true });
    return problem;
  });
  return done.status === 'error' ? withGiven(done, data, HARMLESS) : done;
}

export async function switchProviderAction(_: FormState, data: FormData): Promise<FormState> {
  const disabled = textOf(data, 'disabled') === 'yes';
  return change(data, async (vault, caller) => {
    await vault.updateIdentityProvider(caller, { id: textOf(data, 'id'), disabled });
  });
}

/** Asks for the discovery document, and tells what came of it. */
export async function testProviderAction(_: FormState<string>, data: FormData): Promise<FormState<string>> {
  return forAction(async (vault, caller) =>
    testProvider(await vault.describeIdentityProvider(caller, { id: textOf(data, 'id') })),
  );
}

export async function deleteProviderAction(id: string): Promise<Refusal | undefined> {
  const done = await forAction((vault, caller) => vault.deleteIdentityProvider(caller, { id }));
  if (done.status === 'error') return refusalOf(done);
  revalidatePath('/', 'layout');
  return undefined;
}

export async function requireSsoAction(_: FormState, data: FormData): Promise<FormState> {
  const required = textOf(data, 'required') === 'yes';
  return change(data, async (vault, caller) => {
    await vault.requireSso(caller, { organizationId: textOf(data, 'organizationId'), required });
  });
}

/** Adds, verifies or removes one domain, and leaves the others as they are. */
export async function changeDomainAction(_: FormState, data: FormData): Promise<FormState> {
  const domain = textOf(data, 'domain').trim().toLowerCase();
  const how = textOf(data, 'how');
  if (domain === '') return fieldFailure({ domain: 'Give a domain, such as example.com.' });
  const done = await change(data, async (vault, caller) => {
    const { id, domains } = await vault.describeOrganization(caller, { id: textOf(data, 'organizationId') });
    const others = domains
      .filter((one) => one.domain !== domain)
      .map(({ domain: name, state }) => ({ domain: name, state }));
    const known = domains.find((one) => one.domain === domain)?.state ?? 'pending';
    const state = how === 'verify' ? 'verified' : known;
    await vault.updateOrganization(caller, {
      id,
      domains: how === 'remove' ? others : [...others, { domain, state }],
    });
  });
  if (done.status !== 'error') return done;
  const words = Object.values(done.fields)[0] ?? done.message;
  return withGiven({ ...done, fields: { domain: words } }, data, ['domain']);
}

async function change<Result>(data: FormData, work: (vault: Vault, caller: Caller) => Promise<Result>) {
  const done = await forAction(work);
  if (done.status === 'error') return done;
  const organizationId = textOf(data, 'organizationId');
  revalidatePath(organizationId ? `/orgs/${organizationId}` : '/sso', organizationId ? 'layout' : 'page');
  return done;
}
