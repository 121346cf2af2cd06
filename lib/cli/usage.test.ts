import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFolder } from '../vault/test-support';
import { runCli } from '../vault/test-support/run-cli';
import { report } from './errors';
import { program } from './program';

let data: string;
beforeEach(() => {
  data = path.join(makeFolder(), 'data');
});
afterEach(() => rmSync(path.dirname(data), { recursive: true, force: true }));

describe('wrong usage', () => {
  it.each([
    ['', /Usage: strongroom/],
    ['user', /Usage: strongroom user/],
    ['organization create', /^Required option '--name <name>' not specified\./],
    ['api-key revoke', /^Missing required argument 'id'\./],
    ['api-key create --name x --scopes read,all', /A scope is one of read, write, describe,/],
    ['api-key create --name x --expires-in soon', /Give a whole number\./],
    [
      'user create --email a@b.c --name A --role king',
      /Allowed choices are owner, admin, auditor, editor, reader, viewer\./,
    ],
    ['user create --email a@b.c --name A --role editor', /^Name the organization in which/],
    ['user create --email a@b.c --name A --role auditor --organization x', /leave --organization out/],
    ['user create --email a@b.c --name A --role admin --link --password-stdin', /^Choose: /],
    ['user create --email a@b.c --name A --role admin --password hunter2', /history of your shell/],
    ['user create --email a@b.c --name A --role admin --pass=hunter2', /^Unknown option '--pass'/],
    ['user create --email a@b.c --name A --role admin -phunter2', /^Unknown option '-p'/],
    ['user create --email a@b.c --name A --role admin hunter2', /^Too many arguments/],
  ])('`strongroom %s` ends with 2 and a sentence, and repeats no password', async (args, sentence) => {
    let printed = '';
    const keep = (text: unknown) => {
      printed += text;
      return true;
    };
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    vi.spyOn(console, 'error').mockImplementation(keep);
    const error = await program()
      .parseAsync(args.split(' ').filter(Boolean), { from: 'user' })
      .catch((thrown: unknown) => thrown);
    expect(report(error, false)).toBe(2);
    vi.restoreAllMocks();
    expect(printed).toMatch(sentence);
    expect(printed).not.toContain('hunter2');
  });

  it('makes nothing, and prints no stack', async () => {
    const args = 'user create --email a@example.com --name A --role admin';
    const silent = await runCli(data, `${args} --password-stdin`.split(' '));
    expect(silent).toMatchObject({ code: 2, stdout: '' });
    expect(silent.stderr).toBe(
      'There is nothing on standard input. Pipe the password in, or leave --password-stdin out to get a link.\n',
    );
    const told = await runCli(data, `${args} --password=hunter2`.split(' '));
    expect(told.stderr).not.toMatch(/hunter2|\n +at /);
    expect(existsSync(data)).toBe(false);
  }, 10_000);

  it('is explained by --help, with examples, without touching anything', async () => {
    expect((await runCli(data, ['--help'])).stdout).toMatch(
      /Examples:\n {2}\$ npm run -s strongroom -- user create/,
    );
    expect((await runCli(data, ['user', 'create', '--help'])).stdout).toMatch(/--password-stdin/);
    expect(existsSync(data)).toBe(false);
  }, 10_000);
});
