import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import {
  createServer,
  request as forward,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Page } from '@playwright/test';
import { listens, newOrganization, newPerson, type Person, signIn } from '../support/dashboard';
import { type RunningServer, startServer } from '../support/server';
import { expect, test } from '../support/test';

/** Random letters and digits: no encoding of a form, a URL or a JSON text changes them. */
const canary = (name: string) => `${name}${randomBytes(16).toString('hex')}`;
/** Must be nowhere but where somebody asked for it. */
const VALUES = {
  first: canary('first'),
  second: canary('second'),
  refusedForItsName: canary('refusedname'),
  lostRace: canary('lostrace'),
  withoutScripts: canary('plain'),
  tooLarge: canary('toolarge').repeat(2_000),
  imported: canary('imported'),
  importedWrongly: canary('importedwrongly').repeat(2_000),
  notImported: canary('notimported'),
};
/** Found in pages and in the database: the proof that the search sees what is there. */
const NAME = canary('name');

interface Seen {
  readonly where: string;
  readonly text: string;
}

let proxy: Awaited<ReturnType<typeof recordingProxy>>;
let server: RunningServer;
let organization: string;
let ada: Person;

test.beforeAll(async () => {
  proxy = await recordingProxy();
  const port = await freePort();
  proxy.leadTo(port);
  server = await startServer({ env: { PORT: String(port), STRONGROOM_URL: proxy.origin } });
  organization = await newOrganization(server, 'Acme');
  ada = await newPerson(server, { name: 'Ada', role: 'admin' });
});
test.afterAll(async () => {
  proxy?.close();
  await server?.stop();
});

/**
 * Stands between the browser and the server, and keeps every byte that either sends: a browser's own tools do not
 * give out what comes with a redirect, nor what a page left before it was read.
 */
async function recordingProxy() {
  const seen: Seen[] = [];
  const sent: string[] = [];
  const given: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const files: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  let port = 0;
  async function pass(request: IncomingMessage, response: ServerResponse) {
    const { method = '', url = '' } = request;
    // Readable: what is compressed cannot be searched.
    const { 'accept-encoding': _, ...headers } = request.headers;
    seen.push({ where: `address of ${method}`, text: url });
    seen.push({ where: `request headers of ${url}`, text: JSON.stringify(headers) });
    const asked = await buffer(request);
    sent.push(asked.toString());
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, method, path: url, headers };
      forward(options, resolve).on('error', reject).end(asked);
    });
    const body = await buffer(answer);
    const status = answer.statusCode ?? 0;
    seen.push({ where: `response headers of ${url}`, text: JSON.stringify(answer.headers) });
    // The two answers that a value belongs into.
    if (url.endsWith('/value') && status === 200)
      given.push({ headers: answer.headers, body: body.toString() });
    else if (url.endsWith('/export/file') && status === 200)
      files.push({ headers: answer.headers, body: body.toString() });
    else seen.push({ where: `${answer.headers['content-type']} of ${url}`, text: body.toString() });
    response.writeHead(status, answer.rawHeaders.filter(isNoLength)).end(body);
  }
  const listener = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    sent,
    given,
    files,
    origin: `http://localhost:${(listener.address() as AddressInfo).port}`,
    leadTo: (to: number) => {
      port = to;
    },
    close: () => {
      listener.closeAllConnections();
      listener.close();
    },
  };
}

/** The body is sent whole: it says its own length. */
const isNoLength = (_: string, index: number, all: readonly string[]) =>
  !/^(transfer-encoding|content-length|connection|keep-alive)$/i.test(all[index - (index % 2)] ?? '');

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** What a page shows and what outlives it in the browser. */
async function snapshot(page: Page, where: string) {
  const state = await page.evaluate(() =>
    JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      history.state,
      document.cookie,
      location.href,
    ]),
  );
  proxy.seen.push({ where: `document after ${where}`, text: await page.content() });
  proxy.seen.push({ where: `state after ${where}`, text: state });
}

const filesOf = (folder: string): Seen[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ where: file, text: readFileSync(file, 'latin1') }));

/** As it is, and as what is often made of bytes. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value.slice(0, 48));
  const base64 = [0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64').slice(0, 40));
  return [value.slice(0, 30), bytes.toString('hex'), bytes.toString('utf16le'), ...base64];
}

const placesOf = (value: string, among: readonly Seen[]) =>
  among.filter(({ text }) => formsOf(value).some((form) => text.includes(form))).map(({ where }) => where);

function expectNowhere(among: readonly Seen[]) {
  for (const [name, value] of Object.entries(VALUES)) {
    expect(placesOf(value, among), `where the value "${name}" was found`).toEqual([]);
  }
}

test('a value is in no page, payload, address, header, log or file, whatever is done with it', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: server.baseURL });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.baseURL });
  const page = await context.newPage();
  page.on('console', (message) => proxy.seen.push({ where: 'console', text: message.text() }));
  await signIn(page, server, ada);
  const list = `/orgs/${organization}/secrets`;

  await test.step('created', async () => {
    await page.goto(`${list}/new`);
    await page.getByLabel('Name', { exact: true }).fill(NAME);
    await page.getByLabel('Value', { exact: true }).fill(VALUES.first);
    await page.getByRole('button', { name: 'Create secret' }).click();
    await expect(page.getByRole('heading', { name: NAME, level: 1 })).toBeVisible();
    await snapshot(page, 'creating');
  });
  const address = page.url();

  await test.step('revealed, hidden, copied', async () => {
    await listens(page);
    await page.getByRole('button', { name: 'Reveal' }).click();
    await expect(page.getByRole('region', { name: `Value of ${NAME}` })).toHaveText(VALUES.first);
    await page.getByRole('button', { name: 'Hide', exact: true }).click();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(VALUES.first);
    await snapshot(page, 'copying');
  });

  await test.step('replaced, and opened as an old version', async () => {
    await page.getByText('Replace the value').click();
    await page.getByLabel('New value').fill(VALUES.second);
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(page.getByText('Value replaced')).toBeVisible();
    await page.getByRole('button', { name: 'Open version 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reveal' }).click();
    await expect(page.getByRole('dialog').getByText(VALUES.first)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Version 1' })).toHaveCount(0);
    await snapshot(page, 'replacing');
  });

  await test.step('submitted wrongly: a taken name, too large, too late', async () => {
    await page.goto(`${list}/new`);
    await page.getByLabel('Name', { exact: true }).fill(NAME);
    await page.getByLabel('Value', { exact: true }).fill(VALUES.refusedForItsName);
    await page.getByRole('button', { name: 'Create secret' }).click();
    await expect(page.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible();
    await snapshot(page, 'a taken name');

    await page.getByLabel('Name', { exact: true }).fill('another name');
    await page.getByLabel('Value', { exact: true }).fill(VALUES.tooLarge);
    await page.getByRole('button', { name: 'Create secret' }).click();
    await expect(page.getByText(/at most 65536 bytes|64 KiB/).first()).toBeVisible();
    await snapshot(page, 'a value that is too large');

    await page.goto(address);
    const other = await context.newPage();
    await other.goto(address);
    await page.getByText('Replace the value').click();
    await page.getByLabel('New value').fill(VALUES.lostRace);
    await other.getByText('Replace the value').click();
    await other.getByLabel('New value').fill('not a canary');
    await other.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(other.getByText('Value replaced')).toBeVisible();
    await other.close();
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(page.getByText('replaced this value while you were writing')).toBeVisible();
    await snapshot(page, 'a conflict');
  });

  const plain = await browser.newContext({
    baseURL: server.baseURL,
    javaScriptEnabled: false,
    storageState: await context.storageState(),
  });
  const plainPage = await plain.newPage();
  await test.step('submitted wrongly without scripts', async () => {
    await plainPage.goto(`${list}/new`);
    await plainPage.getByLabel('Name', { exact: true }).fill(NAME);
    await plainPage.getByLabel('Value', { exact: true }).fill(VALUES.withoutScripts);
    await plainPage.getByRole('button', { name: 'Create secret' }).click();
    await expect(plainPage.getByRole('alert').first()).toBeVisible();
  });

  await test.step('sent to the value route, a page and the API as something else', async () => {
    for (const target of [`${address}/value`, '/api-keys/create', '/vault/v1/kv', list, '/nowhere']) {
      await page.evaluate(
        async ([to = '', body = '']) => {
          const headers = { 'Content-Type': 'application/json' };
          for (const sent of [
            `{"purpose":"${body}","versionId":"${body}","name":["${body}"]}`,
            `{"${body}`,
          ]) {
            await (await fetch(to, { method: 'POST', headers, body: sent })).text();
          }
        },
        [target, VALUES.lostRace],
      );
    }
  });

  await test.step('imported, beside others that were not, and exported', async () => {
    await page.goto(`/orgs/${organization}/import`);
    await listens(page);
    const rows = { IMPORTED: VALUES.imported, WRONG: VALUES.importedWrongly, [NAME]: VALUES.notImported };
    await page.getByLabel('Text of the file').fill(JSON.stringify(rows));
    await page.getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByRole('heading', { name: 'Preview' })).toBeVisible();
    await snapshot(page, 'a preview');
    await page.getByRole('button', { name: 'Back to the file' }).click();
    await expect(page.getByLabel('Text of the file')).toHaveValue(JSON.stringify(rows));
    await snapshot(page, 'the way back from a preview');
    await page.getByLabel('Format').selectOption('YAML');
    await page.getByLabel('Text of the file').fill(`a: [${VALUES.notImported}`);
    await page.getByRole('button', { name: 'Preview' }).click();
    await expect(page.getByText('is not valid YAML')).toBeVisible();
    await snapshot(page, 'a file that cannot be read');
    await page.getByLabel('Format').selectOption('JSON');
    await page.getByLabel('Text of the file').fill(JSON.stringify(rows));
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('button', { name: 'Import 1 secret' }).click();
    await expect(page.getByText('1 created')).toBeVisible();
    await snapshot(page, 'an import');
    for (const encryption of ['Not at all', 'With a passphrase']) {
      await page.goto(`/orgs/${organization}/export`);
      await page.getByLabel('Format').selectOption('JSON');
      await page.getByRole('radio', { name: encryption }).check();
      const passphrase = page.getByLabel('Passphrase', { exact: true });
      if (await passphrase.isVisible()) await passphrase.fill('correct horse battery');
      await page.getByLabel('Reason').fill('The search for canaries');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await (await download).delete();
      await snapshot(page, 'an export');
    }
  });

  await test.step('moved to the trash, and looked at in every list', async () => {
    await page.goto(address);
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('Moved to the trash')).toBeVisible();
    for (const link of ['Trash', 'Activity', 'API keys', 'Organizations']) {
      // Of the API keys there is one page for the organization, and one for the whole installation.
      await page.getByRole('link', { name: link, exact: true }).last().click();
      await expect(page.getByRole('heading', { name: link, level: 1 })).toBeVisible();
      await snapshot(page, link);
    }
  });

  const { seen, sent, given, files } = proxy;
  const printed = [server.stdout, server.stderr].map((file) => ({
    where: file,
    text: readFileSync(file, 'utf8'),
  }));

  await test.step('the search would have found it', async () => {
    const kinds = new Set(placesOf(NAME, seen).map((where) => where.split(/ of | after /)[0]));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['text/html; charset=utf-8', 'text/x-component', 'document']),
    );
    for (const [name, value] of Object.entries(VALUES)) {
      expect(
        sent.some((body) => body.includes(value.slice(0, 30))),
        `"${name}" was sent`,
      ).toBe(true);
    }
    expect(placesOf(NAME, filesOf(server.dataFolder)).map((file) => path.basename(file))).toContainEqual(
      expect.stringMatching(/\.db(-wal)?$/),
    );
  });

  await test.step('whoever asks for it gets it, and nothing keeps the answer', async () => {
    expect(given.map(({ body }) => JSON.parse(body))).toEqual(
      [VALUES.first, VALUES.first, VALUES.first].map((value) => ({ value, certificates: [] })),
    );
    for (const { headers } of given) {
      expect(headers['cache-control']).toContain('no-store');
      expect(headers['content-type']).toContain('application/json');
    }
    expect(files.map(({ body }) => body.includes(VALUES.imported))).toEqual([true, false]);
    for (const { headers } of files) {
      expect(headers['cache-control']).toContain('no-store');
      expect(headers['content-disposition']).toMatch(/^attachment;/);
    }
  });

  expectNowhere(seen);
  expectNowhere(printed);
  expectNowhere(filesOf(server.dataFolder));
  await plain.close();
  await context.close();
});
